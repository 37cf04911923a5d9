import type * as duck from '@duckdb/node-api';
import type { DuckDb } from './load.ts';
import type { Form } from './values.ts';

/** Every value as DuckDB's own CAST to VARCHAR writes it, in UTC; but a float always with the fewest digits, and items of an ARRAY quoted like those of a LIST. */
export const textForm = (duckdb: DuckDb): Form<string> => ({
  scalar: (value, type) => scalarText(duckdb, value, type),
  list: items => `[${items.join(', ')}]`,
  struct: (names, fields) =>
    names.every(name => name === '')
      ? `(${fields.join(', ')})`
      : `{${fields.map((field, i) => `${quoted(names[i]!)}: ${field}`).join(', ')}}`,
  map: (keys, values) => `{${keys.map((key, i) => `${key}=${values[i]}`).join(', ')}}`,
  within: text => (needsQuotes(text) ? quoted(text) : text),
  nullWithin: 'NULL',
});

const special = /^\s|\s$|["'(),:=[\]{}]|^null$|^$/i;
const asciiSpace = /[^\S \t\n\v\f\r]/;

/** DuckDB looks for ASCII space only; JavaScript's \s knows more. */
const needsQuotes = (text: string) =>
  special.test(asciiSpace.test(text) ? text.replaceAll(/[^\S \t\n\v\f\r]/g, '_') : text);
const quoted = (text: string) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;

export function scalarText(duckdb: DuckDb, value: duck.DuckDBValue, type: duck.DuckDBType): string {
  const { DuckDBTypeId } = duckdb;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (type.typeId === DuckDBTypeId.DOUBLE) return floatText(value, String);
    if (type.typeId === DuckDBTypeId.FLOAT) return floatText(value, float32Digits);
    return String(value);
  }
  if (value instanceof duckdb.DuckDBTimestampTZValue) {
    return value.isFinite ? `${new duckdb.DuckDBTimestampValue(value.micros)}+00` : String(value);
  }
  if (value instanceof duckdb.DuckDBDateValue) return finiteText(value, value.days);
  if (value instanceof duckdb.DuckDBTimestampSecondsValue) return finiteText(value, value.seconds);
  if (value instanceof duckdb.DuckDBTimestampMillisecondsValue) return finiteText(value, value.millis);
  if (value instanceof duckdb.DuckDBTimestampNanosecondsValue) return finiteText(value, value.nanos);
  if (value instanceof duckdb.DuckDBTimeTZValue) {
    return `${new duckdb.DuckDBTimeValue(value.micros)}${zoneText(value.offset)}`;
  }
  if (value instanceof duckdb.DuckDBBlobValue) return blobText(value.bytes);
  return String(value);
}

const finiteText = (value: { isFinite: boolean }, sign: number | bigint) =>
  value.isFinite ? String(value) : sign < 0 ? '-infinity' : 'infinity';

/** A part that is zero is left out, whatever follows: so DuckDB writes it. */
function zoneText(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const size = Math.abs(seconds);
  const parts = [Math.floor(size / 60) % 60, size % 60].filter(part => part > 0).map(part => `:${two(part)}`);
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}${parts.join('')}`;
}

function blobText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x27 && byte !== 0x5c;
    text += isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

/** The fewest digits that read back as this float. */
export function float32Digits(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/** DuckDB writes a decimal point always, and an exponent of two digits from 1e16 on and below 1e-4. */
function floatText(value: number, digitsOf: (value: number) => string): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const { digits, exponent } = scientific(digitsOf(Math.abs(value)));
  if (exponent >= 16 || exponent < -4) {
    const point = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}${point}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** JavaScript's shortest digits, taken apart: 1234.5 is digits 12345 with exponent 3. */
function scientific(text: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = (whole + fraction).replace(/^0+(?=.)/, '');
  const leading = (whole + fraction).length - all.length;
  const exponent = Number(power) + whole.length - 1 - leading;
  const digits = all.replace(/0+$/, '');
  return digits === '' ? { digits: '0', exponent: 0 } : { digits, exponent };
}
