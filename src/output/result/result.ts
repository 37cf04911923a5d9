import type { Cell, ResultColumn, TextCell } from '../../base/cell.ts';
import { visible } from '../../base/text.ts';

/** A result that is read once, in batches, in the form its writer wants. */
export interface Result {
  readonly columns: readonly ResultColumn[];
  cells(): AsyncIterable<readonly (readonly Cell[])[]>;
  texts(): AsyncIterable<readonly (readonly TextCell[])[]>;
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/;

export const isNumeric = (column: ResultColumn): boolean => numeric.test(column.type);

/** EXPLAIN answers in drawings of many lines, which no table holds. */
export const isPlan = (columns: readonly ResultColumn[]): boolean =>
  columns[0]?.name === 'explain_key' && columns[1]?.name === 'explain_value';

export const drawings = (rows: readonly (readonly TextCell[])[]): string[] =>
  rows.map(([, drawing]) => (drawing ?? '').split('\n').map(visible).join('\n').trimEnd());
