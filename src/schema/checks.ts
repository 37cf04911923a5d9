import { acceptedWords } from './describe.ts';
import type { Dialect } from './dialect.ts';
import { type Accepted, type Build, type Column, keyOf, type Table } from './table.ts';

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

/** Several promises that one look at the keys proves, where each alone would gather and compare all of them again. */
export interface Proof {
  /** Names of checks. */
  readonly proves: readonly string[];
  /** Gives one row; all of them are kept when its `holds` is true, and nothing is known when it is not. */
  readonly query: string;
}

/**
 * A built table is to have exactly the distinct keys of its source, each once. Equal counts and equal sums of 64-bit
 * hashes tell that of millions of keys without a join; only where they differ are the checks needed, which name the rows.
 */
export function proofsOf(d: Dialect, tables: readonly Table[]): Proof[] {
  return tables.flatMap(table => (table.built ? [keysProof(d, table, table.built, tables)] : []));
}

function keysProof(d: Dialect, table: Table, built: Build, tables: readonly Table[]): Proof {
  const [key] = keyOf(table).map(d.id);
  const digest = `count(*) AS keys, ${d.sumOfHashes('id')} AS digest`;
  return {
    proves: [
      ...keyChecks(d, table).map(check => check.name),
      balanceCheck(d, table, built).name,
      ...referencesProven(table, built, tables),
    ],
    query: `SELECT expected.keys = found.keys AND (expected.keys = 0 OR expected.digest = found.digest) AS holds
FROM (SELECT ${digest} FROM (${sourceKeys(d, built)}) AS k) AS expected,
  (SELECT ${digest} FROM (SELECT ${key} AS id FROM ${d.id(table.name)} AS t) AS k) AS found`,
  };
}

/** Where a table is built from the very column that refers to it. */
function referencesProven(table: Table, { from, keyOf, where }: Build, tables: readonly Table[]): string[] {
  if (where !== `${keyOf} IS NOT NULL`) return [];
  const source = tables.find(({ name }) => name === from);
  const column = source?.columns.find(({ name, references }) => name === keyOf && references?.table === table.name);
  return source && column ? [referenceName(source, column, table.name)] : [];
}

const sourceKeys = (d: Dialect, { keyOf, from, where }: Build) =>
  `SELECT DISTINCT ${keyOf} AS id FROM ${d.id(from)} AS f WHERE ${where}`;

const referenceName = (table: Table, column: Column, to: string) => `${table.name}.${column.name}.references-${to}`;

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
    name: referenceName(table, column, to.table),
    says: `Every ${column.name} of ${table.name} stands in ${to.table}.`,
    table: table.name,
    isWhole: false,
    // A join that finds nothing says the same as NOT EXISTS, in half the time.
    failing: rows => `SELECT ${[...key, `t.${d.id(column.name)}`].join(', ')} FROM ${rows} AS t
LEFT JOIN ${d.id(to.table)} AS r ON r.${d.id(to.column)} = t.${d.id(column.name)}
WHERE t.${d.id(column.name)} IS NOT NULL AND r.${d.id(to.column)} IS NULL`,
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

function balanceCheck(d: Dialect, table: Table, built: Build): Check {
  return {
    name: `${table.name}.balance`,
    says: `${table.name} has as many rows as ${built.from} has distinct keys for it.`,
    table: table.name,
    isWhole: true,
    failing: () => `SELECT * FROM (
  SELECT (SELECT count(*) FROM (${sourceKeys(d, built)}) AS k) AS expected, (SELECT count(*) FROM ${d.id(table.name)} AS t) AS found
) AS counted WHERE expected <> found`,
  };
}
