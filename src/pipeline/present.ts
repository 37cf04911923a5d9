import { SparkifyError } from '../base/errors.ts';
import { starTables, tables } from '../schema/index.ts';
import type { Table } from '../schema/table.ts';
import type { Connection } from '../warehouse/connection.ts';
import { duckdbDialect as d } from '../warehouse/dialect.ts';

/** What stands in the warehouse under the name of a table of the schema. */
export interface Present {
  readonly kind: 'table' | 'view';
  /** Whether its columns are the schema's, by name, type and order. */
  readonly fits: boolean;
  /** Every table of ours has one; what somebody else made under our name hardly does. */
  readonly isCommented: boolean;
}

/** By the names of the schema; DuckDB takes Users and users for one name. */
export async function readPresent(connection: Connection): Promise<ReadonlyMap<string, Present>> {
  const here = `database_name = current_database() AND schema_name = 'main'`;
  const named = await connection.rows<{ name: string; kind: Present['kind']; isCommented: boolean }>(
    `SELECT table_name AS name, 'table' AS kind, comment IS NOT NULL AS "isCommented" FROM duckdb_tables() WHERE ${here}
     UNION ALL SELECT view_name, 'view', comment IS NOT NULL FROM duckdb_views() WHERE ${here}`,
  );
  // Apart from the names: joined, the catalog's own tables take DuckDB three times as long.
  const columns = await connection.rows<{ name: string; column: string }>(
    `SELECT table_name AS name, column_name || ' ' || data_type AS "column" FROM duckdb_columns() WHERE ${here}
     ORDER BY table_oid, column_index`,
  );
  const present = new Map<string, Present>();
  for (const table of tables) {
    const isIt = ({ name }: { name: string }) => name.toLowerCase() === table.name;
    const one = named.find(isIt);
    if (!one) continue;
    const shape = columns.filter(isIt).map(({ column }) => column);
    present.set(table.name, { ...one, fits: one.kind === 'table' && shape.join() === shapeOf(table) });
  }
  return present;
}

const shapeOf = (table: Table): string => table.columns.map(({ name, type }) => `${name} ${d.type(type)}`).join();

export const isStarWhole = (present: ReadonlyMap<string, Present>): boolean =>
  starTables.every(({ name }) => present.get(name)?.fits);

/** What Sparkify did not make it neither fills nor drops. Until its books say so, it has made nothing in this warehouse. */
export function refuseForeign(present: ReadonlyMap<string, Present>, hasCreated: boolean): void {
  const foreign = [...present].find(
    ([, { kind, fits, isCommented }]) => kind === 'view' || !hasCreated || !(fits || isCommented),
  );
  if (!foreign) return;
  const [name, { kind }] = foreign;
  throw new SparkifyError(
    'warehouse.path',
    `The warehouse already has a ${kind} ${name} that Sparkify did not make; use another warehouse file, or \`sparkify create --drop\`, which drops it.`,
  );
}
