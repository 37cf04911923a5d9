import type { Dialect } from './dialect.ts';
import type { Accepted, Column, Table } from './table.ts';

export interface ColumnDescription {
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  /** PK, or FK with what it refers to. */
  readonly key: string;
  readonly says: string;
}

export interface TableDescription {
  readonly table: string;
  readonly is: Table['is'];
  readonly says: string;
  readonly columns: readonly ColumnDescription[];
}

export function describe(d: Dialect, table: Table): TableDescription {
  const columns = table.columns.map(column => ({
    column: column.name,
    type: d.type(column.type),
    nullable: column.nullable,
    key: keyWord(column),
    says: column.says,
  }));
  return { table: table.name, is: table.is, says: table.says, columns };
}

function keyWord({ key, references }: Column): string {
  if (key) return 'PK';
  return references ? `FK ${references.table}.${references.column}` : '';
}

export const acceptedWords = (accepted: Accepted): string =>
  'oneOf' in accepted ? accepted.oneOf.join(' or ') : `${accepted.between[0]} to ${accepted.between[1]}`;
