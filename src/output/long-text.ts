import type { TextCell } from '../base/cell.ts';

/** A cell's text where it is shown among others: a long one would be all there is to see, and slow to lay out. */
const mostLetters = 1000;

export const cutText = (text: string): string =>
  text.length <= mostLetters ? text : `${text.slice(0, mostLetters).replace(/[\ud800-\udbff]$/, '')}…`;

export const cutCell = (cell: TextCell): TextCell => (cell === null ? null : cutText(cell));
