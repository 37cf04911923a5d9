import type { ColumnType, Dialect } from './dialect.ts';
import type { Matching } from './matching.ts';

/** What a check holds a column's values to; NULL is always accepted (a key or NOT NULL says otherwise). */
export type Accepted = { readonly oneOf: readonly string[] } | { readonly between: readonly [number, number] };

/** How a staging column is read out of a JSON object. */
export interface JsonField {
  readonly name: string;
  /** A line without it is rejected. */
  readonly required: boolean;
  /** '' counts as missing. */
  readonly isIdentifier: boolean;
  /** A line whose number lies outside is rejected. */
  readonly between?: readonly [number, number];
  /** The integer is written as text, and '' stands for none. */
  readonly integerInText: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly says: string;
  readonly nullable: boolean;
  readonly key: boolean;
  readonly references?: { readonly table: string; readonly column: string };
  readonly accepts?: Accepted;
  readonly json?: JsonField;
}

/** The relations a SELECT reads: a table's name, or a narrower query in parentheses. */
export interface Sources {
  readonly staging_events: string;
  readonly staging_songs: string;
  readonly songplays: string;
}

export interface Table {
  readonly name: string;
  readonly is: 'staging' | 'fact' | 'dimension';
  readonly says: string;
  readonly columns: readonly Column[];
  /** The columns of its Parquet folders, as expressions over the table. */
  readonly partitions: Readonly<Record<string, (d: Dialect) => string>>;
  /** What its Parquet files are sorted by. */
  readonly sortedBy: readonly string[];
  readonly built?: Build;
}

/** How a star table comes about. */
export interface Build {
  /** The table whose rows are grouped into this one's. */
  readonly from: keyof Sources;
  /** This table's key, as an expression over a row of `from`: all rows of one key make one row here. */
  readonly keyOf: string;
  /** Columns of `from` that a key tells by itself, as expressions over `id`: few keys are then found without reading all rows. */
  readonly keyTells?: Readonly<Record<string, (d: Dialect) => string>>;
  /** Only these rows of `from` count, as a condition over it. */
  readonly where: string;
  /** A second table that gives values, and the columns by which a row of `from` finds them there. */
  readonly looksUp?: { readonly table: keyof Sources; readonly by: Readonly<Record<string, string>> };
  readonly select: (d: Dialect, sources: Sources, options: { readonly match: Matching }) => string;
}

class ColumnWords {
  readonly column: Omit<Column, 'name'>;

  constructor(column: Omit<Column, 'name'>) {
    this.column = column;
  }

  private with(more: Partial<Omit<Column, 'name'>>): ColumnWords {
    return new ColumnWords({ ...this.column, ...more });
  }

  private readAs(more: Partial<JsonField>): ColumnWords {
    const json = { name: '', required: false, isIdentifier: false, integerInText: false, ...this.column.json, ...more };
    return this.with({ json });
  }

  key = () => this.with({ key: true, nullable: false });
  notNull = () => this.with({ nullable: false });
  references = (table: { readonly name: string; readonly columns: readonly Column[] }) => {
    const key = table.columns.find(column => column.key);
    if (!key) throw new Error(`${table.name} has no key to refer to`);
    return this.with({ references: { table: table.name, column: key.name } });
  };
  oneOf = (...values: string[]) => this.with({ accepts: { oneOf: values } });
  between = (low: number, high: number) => this.with({ accepts: { between: [low, high] } });

  /** Read from the JSON field of this name. */
  from = (name: string) => this.readAs({ name });
  /** Read from a JSON field that must be there. */
  fromRequired = (name: string, between?: readonly [number, number]) =>
    this.with({ nullable: false }).readAs({ name, required: true, ...(between && { between }) });
  /** Read from a JSON field that must be there and say something. */
  fromIdentifier = (name: string) => this.fromRequired(name).readAs({ isIdentifier: true });
  fromIntegerInText = (name: string) => this.readAs({ name, required: true, integerInText: true });
}

const column = (type: ColumnType) => (says: string) => new ColumnWords({ type, says, nullable: true, key: false });

export const text = column('text');
export const bigint = column('bigint');
export const integer = column('integer');
export const double = column('double');
export const timestamp = column('timestamp');

interface TableWords {
  readonly is: Table['is'];
  readonly says: string;
  readonly columns: Readonly<Record<string, ColumnWords>>;
  readonly partitions?: Table['partitions'];
  readonly sortedBy?: readonly string[];
  readonly built?: Build;
}

export function table(name: string, words: TableWords): Table {
  const columns = Object.entries(words.columns).map(([name, { column }]) => ({ name, ...column }));
  return { partitions: {}, sortedBy: [], ...words, name, columns };
}

export const keyOf = (table: Table): readonly string[] => table.columns.filter(c => c.key).map(c => c.name);
export const columnNames = (table: Table): readonly string[] => table.columns.map(column => column.name);
