import { acceptedWords } from './describe.ts';
import type { Dialect } from './dialect.ts';
import { type Accepted, type Column, keyOf, type Table } from './table.ts';

/** A promise about a table, as a query whose rows break it. */
export interface Check {
  readonly name: string;
  readonly says: string;
  readonly table: string;
  /** `rows` is what to look at: the table, or a narrower query over it. */
  readonly failing: (rows: string) => string;
  /** True when it compares whole tables, however few rows were touched. */
  readonly isWhole: boolean;
}

export function checksOf(d: Dialect, table: Table): Check[] {
  return [
    ...(table.built ? keyChecks(d, table) : []),
    ...table.columns.flatMap(column => [
      ...(column.references ? [referenceCheck(d, table, column, column.references)] : []),
      ...(column.accepts ? [acceptedCheck(d, table, column, column.accepts)] : []),
    ]),
    ...(table.built ? [balanceCheck(d, table, table.built)] : []),
  ];
}

function keyChecks(d: Dialect, table: Table): Check[] {
  const key = keyOf(table).map(d.id);
  const name = `${table.name}.${keyOf(table).join('+')}`;
  const listed = key.join(', ');
  const named = keyOf(table).join(' with ');
  return [
    {
      name: `${name}.unique`,
      says: `Every ${named} stands in ${table.name} once.`,
      table: table.name,
      isWhole: false,
      failing: rows => `SELECT ${listed}, count(*) AS times FROM ${rows} AS t GROUP BY ${listed} HAVING count(*) > 1`,
    },
    {
      name: `${name}.not-null`,
      says: `Every row of ${table.name} has its ${named}.`,
      table: table.name,
      isWhole: false,
      failing: rows => `SELECT * FROM ${rows} AS t WHERE ${key.map(column => `${column} IS NULL`).join(' OR ')}`,
    },
  ];
}

function referenceCheck(d: Dialect, table: Table, column: Column, to: NonNullable<Column['references']>): Check {
  const key = keyOf(table).map(name => `t.${d.id(name)}`);
  return {
    name: `${table.name}.${column.name}.references-${to.table}`,
    says: `Every ${column.name} of ${table.name} stands in ${to.table}.`,
    table: table.name,
    isWhole: false,
    failing: rows => `SELECT ${[...key, `t.${d.id(column.name)}`].join(', ')} FROM ${rows} AS t
WHERE t.${d.id(column.name)} IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM ${d.id(to.table)} AS r WHERE r.${d.id(to.column)} = t.${d.id(column.name)}
)`,
  };
}

function acceptedCheck(d: Dialect, table: Table, column: Column, accepts: Accepted): Check {
  const value = d.id(column.name);
  const isAccepted =
    'oneOf' in accepts
      ? `${value} IN (${accepts.oneOf.map(d.text).join(', ')})`
      : `${value} BETWEEN ${accepts.between[0]} AND ${accepts.between[1]}`;
  return {
    name: `${table.name}.${column.name}.accepted`,
    says: `Every ${column.name} of ${table.name} is ${acceptedWords(accepts)}.`,
    table: table.name,
    isWhole: false,
    failing: rows => `SELECT * FROM ${rows} AS t WHERE NOT (${isAccepted})`,
  };
}

function balanceCheck(d: Dialect, table: Table, built: NonNullable<Table['built']>): Check {
  const keys = `SELECT DISTINCT ${built.keyOf} AS id FROM ${d.id(built.from)} AS f WHERE ${built.where}`;
  return {
    name: `${table.name}.balance`,
    says: `${table.name} has as many rows as ${built.from} has distinct keys for it.`,
    table: table.name,
    isWhole: true,
    failing: () => `SELECT * FROM (
  SELECT (SELECT count(*) FROM (${keys}) AS k) AS expected, (SELECT count(*) FROM ${d.id(table.name)} AS t) AS found
) AS counted WHERE expected <> found`,
  };
}
