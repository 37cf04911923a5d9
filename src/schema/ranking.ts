import type { Table } from './table.ts';

/** Breaks ties the same way in every engine: smallest first, NULL last. */
export const smallestFirst = (columns: readonly string[]): string =>
  columns.map(column => `${column} NULLS LAST`).join(', ');

/** A line's own fields, without `but` and without where the line came from: two lines equal in these are the same. */
export const fieldsOf = (staging: Table, ...but: string[]): string[] =>
  staging.columns.filter(column => column.json && !but.includes(column.name)).map(column => column.name);

/** How many of the expressions are not NULL. */
export const filled = (...expressions: string[]): string =>
  expressions.map(expression => `CASE WHEN ${expression} IS NULL THEN 0 ELSE 1 END`).join(' + ');
