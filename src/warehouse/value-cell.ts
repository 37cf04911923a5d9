import type * as duck from '@duckdb/node-api';
import type { Cell } from '../base/cell.ts';
import type { DuckDb } from './load.ts';
import { float32Digits, scalarText } from './value-text.ts';
import type { Form } from './values.ts';

/**
 * Every value as JSON carries it without loss: numbers where a double holds them, text where not. NaN and infinities are
 * text, BLOB is base64, a MAP with text keys is an object and any other an array of {key, value}.
 */
export const cellForm = (duckdb: DuckDb): Form<Cell> => ({
  scalar: (value, type) => scalarCell(duckdb, value, type),
  list: items => items,
  struct: (names, fields) =>
    names.every(name => name === '') ? fields : Object.fromEntries(fields.map((field, i) => [names[i]!, field])),
  map: (keys, values, keyType) =>
    keyType.typeId === duckdb.DuckDBTypeId.VARCHAR || keyType.typeId === duckdb.DuckDBTypeId.ENUM
      ? Object.fromEntries(keys.map((key, i) => [String(key), values[i]!]))
      : keys.map((key, i) => ({ key, value: values[i]! })),
  within: cell => cell,
  nullWithin: null,
});

function scalarCell(duckdb: DuckDb, value: duck.DuckDBValue, type: duck.DuckDBType): Cell {
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return String(value);
    return type.typeId === duckdb.DuckDBTypeId.FLOAT ? Number(float32Digits(value)) : value;
  }
  if (value instanceof duckdb.DuckDBDecimalValue) return decimalCell(String(value));
  if (value instanceof duckdb.DuckDBBlobValue) return Buffer.from(value.bytes).toString('base64');
  return scalarText(duckdb, value, type);
}

/** Fifteen digits are what a double always gives back. */
const decimalCell = (text: string) => (text.replaceAll(/\D/g, '').length <= 15 ? Number(text) : text);
