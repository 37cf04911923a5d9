import type * as duck from '@duckdb/node-api';
import type { DuckDb } from './load.ts';
import { scalarText } from './value-text.ts';
import type { Form } from './values.ts';

/** Values as our own code likes them: whole numbers as numbers where safe, instants as Dates, nested values as arrays and objects. */
export const jsForm = (duckdb: DuckDb): Form<unknown> => ({
  scalar: (value, type) => scalarJs(duckdb, value, type),
  list: items => items,
  struct: (names, fields) =>
    names.every(name => name === '') ? fields : Object.fromEntries(fields.map((field, i) => [names[i]!, field])),
  map: (keys, values) => new Map(keys.map((key, i) => [key, values[i]])),
  within: value => value,
  nullWithin: null,
});

function scalarJs(duckdb: DuckDb, value: duck.DuckDBValue, type: duck.DuckDBType): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value !== 'object') return value;
  if (value instanceof duckdb.DuckDBTimestampTZValue || value instanceof duckdb.DuckDBTimestampValue) {
    return value.isFinite ? new Date(Number(value.micros / 1000n)) : String(value);
  }
  if (value instanceof duckdb.DuckDBDecimalValue) return value.toDouble();
  if (value instanceof duckdb.DuckDBBlobValue) return Buffer.from(value.bytes);
  return scalarText(duckdb, value, type);
}
