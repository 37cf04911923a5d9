import type * as duck from '@duckdb/node-api';
import type { DuckDb } from './load.ts';

/** A DuckDB value as our own code likes it: small whole numbers as numbers, instants as Dates, nested values as arrays and objects. */
export function toJs(duckdb: DuckDb, value: duck.DuckDBValue): unknown {
  if (typeof value === 'bigint') return safeNumber(value);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof duckdb.DuckDBTimestampTZValue || value instanceof duckdb.DuckDBTimestampValue) {
    return value.isFinite ? new Date(Number(value.micros / 1000n)) : value.toString();
  }
  if (value instanceof duckdb.DuckDBDecimalValue) return value.toDouble();
  if (value instanceof duckdb.DuckDBListValue || value instanceof duckdb.DuckDBArrayValue) {
    return value.items.map(item => toJs(duckdb, item));
  }
  if (value instanceof duckdb.DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, field]) => [name, toJs(duckdb, field)]));
  }
  if (value instanceof duckdb.DuckDBMapValue) {
    return new Map(value.entries.map(entry => [toJs(duckdb, entry.key), toJs(duckdb, entry.value)]));
  }
  if (value instanceof duckdb.DuckDBBlobValue) return Buffer.from(value.bytes);
  if (value instanceof duckdb.DuckDBUnionValue) return toJs(duckdb, value.value);
  return value.toString();
}

const safeNumber = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
