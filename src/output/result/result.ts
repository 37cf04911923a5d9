import type { Cell, ResultColumn, TextCell } from '../../base/cell.ts';

/** A result that is read once, in batches, in the form its writer wants. */
export interface Result {
  readonly columns: readonly ResultColumn[];
  cells(): AsyncIterable<readonly (readonly Cell[])[]>;
  texts(): AsyncIterable<readonly (readonly TextCell[])[]>;
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/;

export const isNumeric = (column: ResultColumn): boolean => numeric.test(column.type);
