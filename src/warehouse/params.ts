import type { DuckDBPreparedStatement, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { SparkifyError } from '../base/errors.ts';
import type { DuckDb } from './load.ts';

export type Param =
  | null
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | readonly string[]
  | readonly number[];
export type Values = readonly Param[] | Readonly<Record<string, Param>>;
/** `$name` takes a record, `?` and `$1` an array; or whoever knows values is told the names that are wanted. */
export type Params = Values | ((wanted: readonly string[]) => Values);

const isPositional = (values: Values): values is readonly Param[] => Array.isArray(values);

export function bindParams(duckdb: DuckDb, statement: DuckDBPreparedStatement, params: Params = []): void {
  const wanted = Array.from({ length: statement.parameterCount }, (_, i) => statement.parameterName(i + 1));
  const values = typeof params === 'function' ? params(wanted) : params;
  const given = new Map(
    isPositional(values) ? values.map((value, i) => [String(i + 1), value]) : Object.entries(values),
  );
  const missing = wanted.filter(name => !given.has(name));
  if (missing.length > 0) {
    throw new SparkifyError('warehouse.sql', `The statement needs a value for ${listed(missing)}.`);
  }
  const extra = [...given.keys()].filter(name => !wanted.includes(name));
  if (extra.length > 0) {
    throw new SparkifyError('warehouse.sql', `The statement has no parameter ${listed(extra)}.`);
  }
  for (const [index, name] of wanted.entries()) {
    const { value, type } = typed(duckdb, given.get(name)!);
    statement.bindValue(index + 1, value, type);
  }
}

const listed = (names: readonly string[]) => names.map(name => `$${name}`).join(', ');

function typed(duckdb: DuckDb, value: Param): { value: DuckDBValue; type: DuckDBType } {
  const { BIGINT, BLOB, BOOLEAN, DOUBLE, HUGEINT, INTEGER, LIST, SQLNULL, TIMESTAMPTZ, VARCHAR } = duckdb;
  if (value === null) return { value, type: SQLNULL };
  if (typeof value === 'string') return { value, type: VARCHAR };
  if (typeof value === 'boolean') return { value, type: BOOLEAN };
  if (typeof value === 'bigint') return { value, type: BigInt.asIntN(64, value) === value ? BIGINT : HUGEINT };
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return { value, type: DOUBLE };
    return value === (value | 0) ? { value, type: INTEGER } : { value: BigInt(value), type: BIGINT };
  }
  if (value instanceof Date) {
    return { value: new duckdb.DuckDBTimestampTZValue(BigInt(value.getTime()) * 1000n), type: TIMESTAMPTZ };
  }
  if (value instanceof Uint8Array) return { value: duckdb.blobValue(value), type: BLOB };
  if (isTexts(value)) return { value: duckdb.listValue(value), type: LIST(VARCHAR) };
  return value.every(Number.isSafeInteger)
    ? { value: duckdb.listValue(value.map(BigInt)), type: LIST(BIGINT) }
    : { value: duckdb.listValue(value), type: LIST(DOUBLE) };
}

const isTexts = (list: readonly string[] | readonly number[]): list is readonly string[] =>
  list.length === 0 || typeof list[0] === 'string';
