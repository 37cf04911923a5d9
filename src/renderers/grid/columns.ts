import type { ResultColumn } from '../../base/cell.ts';
import { count } from '../../base/quantity.ts';
import { displayWidth, visible } from '../../base/text.ts';
import { isNumeric } from '../../output/result/result.ts';
import type { Row } from './result-rows.ts';

/** As a column is drawn. */
export interface GridColumn extends ResultColumn {
  readonly isNumber: boolean;
  /** In digits of the code font. */
  readonly width: number;
}

const widestText = 40;
/** A number is never cut, but for one that would be as wide as the page. */
const widestNumber = 80;
const narrowest = 4;
/** Names are set in the bold font of the window, whose letters are wider than digits of the code font. */
const boldness = 1.2;
/** A type is told whole on hover: that of a nested value is often longer than all it holds. */
const widestType = 12;

/** Columns wide enough for these rows, within reason. */
export function columnsFor(columns: readonly ResultColumn[], rows: readonly Row[]): GridColumn[] {
  return columns.map(({ name, type }, i) => {
    const isNumber = isNumeric({ name, type });
    const shown = visible(name);
    const head = Math.max(Math.ceil(displayWidth(shown) * boldness), Math.min(type.length, widestType), narrowest);
    const most = isNumber ? widestNumber : widestText;
    return { name: shown, type, isNumber, width: Math.max(Math.min(head, widestText), widest(rows, i, most)) };
  });
}

/** The same columns with room for the numbers of these rows too; texts that are longer are cut, and nothing moves for them. */
export function withNumbersOf(rows: readonly Row[], columns: readonly GridColumn[]): readonly GridColumn[] {
  const grown = columns.map((column, i) =>
    column.isNumber ? Math.max(column.width, widest(rows, i, widestNumber)) : column.width,
  );
  const isSame = columns.every(({ width }, i) => width === grown[i]);
  return isSame ? columns : columns.map((column, i) => ({ ...column, width: grown[i]! }));
}

const widest = (rows: readonly Row[], i: number, most: number): number =>
  Math.min(
    most,
    rows.reduce((width, row) => Math.max(width, cellWidth(row[i], most)), 0),
  );

const cellWidth = (cell: Row[number] | undefined, most: number): number =>
  cell === null || cell === undefined ? narrowest : displayWidth(visible(cell.slice(0, most + 1)));

/** For CSS: the rows' numbers, then each column with its padding and its line. */
export const templateOf = (columns: readonly GridColumn[], rowCount: number): string =>
  [count(rowCount).length, ...columns.map(({ width }) => width)].map(width => `calc(${width}ch + 17px)`).join(' ');
