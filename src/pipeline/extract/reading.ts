import type { Column, JsonField, Table } from '../../schema/table.ts';
import { quoteText } from '../../warehouse/dialect.ts';

/** How one line of JSON becomes a row of a staging table, in SQL over `text` (the line), `v` (its fields) and `t` (their JSON types). */
export interface Reading {
  /** `v`: the fields, each in its type or NULL where that cannot be. */
  readonly fields: string;
  /** `t`: the JSON type of each field, in the same order; NULL where it is missing. */
  readonly types: string;
  /** True for a line whose every field can be kept without loss. */
  readonly isAccepted: string;
  /** Why it is not, in words. */
  readonly reason: string;
  readonly columns: readonly string[];
  readonly values: readonly string[];
}

interface ColumnReading {
  readonly column: Column;
  readonly field: JsonField;
  readonly type: string;
  readonly value: string;
  readonly raw: string;
}

const structTypes = { text: 'VARCHAR', bigint: 'BIGINT', integer: 'INTEGER', double: 'DOUBLE', timestamp: 'VARCHAR' };

export function readingOf(table: Table): Reading {
  const read = table.columns
    .flatMap(column => (column.json ? [{ column, field: column.json }] : []))
    .map(({ column, field }, i): ColumnReading => {
      const path = quoteText(`$.${field.name}`);
      return { column, field, type: `t[${i + 1}]`, value: `v.${quote(field.name)}`, raw: `(text->>${path})` };
    });
  const struct = Object.fromEntries(
    read.map(({ column, field }) => [field.name, field.integerInText ? 'VARCHAR' : structTypes[column.type]]),
  );
  const rules = read.map(ruleOf);
  return {
    fields: `from_json(text, ${quoteText(JSON.stringify(struct))})`,
    types: `json_type(text, [${read.map(({ field }) => quoteText(`$.${field.name}`)).join(', ')}])`,
    isAccepted: rules.map(rule => `coalesce(${rule.holds}, false)`).join('\n  AND '),
    reason: `CASE\n${rules.map(rule => `  WHEN NOT coalesce(${rule.holds}, false) THEN ${rule.why}`).join('\n')}\nEND`,
    columns: read.map(({ column }) => column.name),
    values: read.map(storedOf),
  };
}

const quote = (name: string) => `"${name}"`;
const isMissing = ({ type }: ColumnReading) => `(${type} IS NULL OR ${type} = 'NULL')`;
const isWhole = ({ type }: ColumnReading) => `${type} IN ('BIGINT', 'UBIGINT')`;

function ruleOf(read: ColumnReading): { holds: string; why: string } {
  const { field, raw } = read;
  const shown = `CASE WHEN ${raw} = '' THEN '''''' ELSE left(coalesce(${raw}, 'null'), 60) END`;
  const kind = `${quoteText(`${field.name} is ${notOf(read)}: `)} || ${shown}`;
  const missing = quoteText(`${field.name} is missing.`);
  const outside =
    field.between &&
    `${quoteText(`${field.name} is not between ${field.between[0]} and ${field.between[1]}: `)} || ${shown}`;
  const fits = fitsOf(read);
  const inside = field.between && `${read.value} BETWEEN ${field.between[0]} AND ${field.between[1]}`;
  const present = [`NOT ${isMissing(read)}`, fits, ...(inside ? [inside] : [])].join(' AND ');
  return {
    holds: field.required ? `(${present})` : `(${isMissing(read)} OR (${present}))`,
    why: `CASE WHEN ${isMissing(read)} THEN ${missing}${
      field.isIdentifier ? ` WHEN ${raw} = '' THEN ${quoteText(`${field.name} is empty.`)}` : ''
    }${outside ? ` WHEN coalesce(${fits}, false) THEN ${outside}` : ''} ELSE ${kind} END`,
  };
}

const words = { text: 'text', bigint: 'an integer', integer: 'an integer', double: 'a number', timestamp: 'a time' };
const notOf = ({ column, field }: ColumnReading) =>
  field.integerInText ? "neither '' nor an integer" : `not ${words[column.type]}`;

/** A field of another JSON type is taken where nothing is lost by it: a number as text, a number written as text, 12.0 as an integer. */
function fitsOf(read: ColumnReading): string {
  const { column, field, type, value, raw } = read;
  if (field.integerInText) {
    const isInteger = `regexp_full_match(${value}, '-?[0-9]+') AND TRY_CAST(${value} AS BIGINT) IS NOT NULL`;
    return `((${isWhole(read)} OR ${type} = 'VARCHAR') AND (${value} = '' OR (${isInteger})))`;
  }
  if (column.type === 'text') {
    const notEmpty = field.isIdentifier ? ` AND ${value} <> ''` : '';
    const isNumber = `(${type} = 'DOUBLE' AND ${value} NOT IN ('NaN', 'Infinity', '-Infinity'))`;
    return `((${type} = 'VARCHAR' OR ${isWhole(read)} OR ${isNumber})${notEmpty})`;
  }
  if (column.type === 'double') {
    return `(${type} IN ('DOUBLE', 'BIGINT', 'UBIGINT', 'VARCHAR') AND isfinite(${value}))`;
  }
  const isIntegerText = `(${type} = 'VARCHAR' AND regexp_full_match(${raw}, '-?[0-9]+'))`;
  const isIntegerDouble = `(${type} = 'DOUBLE' AND TRY_CAST(${raw} AS DOUBLE) = ${value})`;
  return `((${isWhole(read)} OR ${isIntegerText} OR ${isIntegerDouble}) AND ${value} IS NOT NULL)`;
}

function storedOf({ column, field, type, value }: ColumnReading): string {
  if (field.integerInText) return `TRY_CAST(nullif(${value}, '') AS BIGINT)`;
  if (column.type !== 'text') return value;
  // DuckDB prints a number anew (4.60 as 4.6); as text it stays as it was written, where that is found.
  const written = `regexp_extract_all(text, ${quoteText(`"${field.name}"\\s*:\\s*(-?[0-9.eE+-]+)`)}, 1)`;
  const same = `list_filter(${written}, lambda w: TRY_CAST(w AS DOUBLE) = TRY_CAST(${value} AS DOUBLE))`;
  return `CASE WHEN ${type} = 'DOUBLE' THEN coalesce(${same}[1], ${value}) ELSE ${value} END`;
}
