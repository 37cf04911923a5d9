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

/** The columns, wide enough for these rows too. */
export const withRows = (columns: readonly (ResultColumn | GridColumn)[], rows: readonly Row[]): GridColumn[] =>
  columns.map((column, i) => {
    const before = 'width' in column ? column : drawn(column);
    const most = before.isNumber ? widestNumber : widestText;
    const wanted = rows.reduce((widest, row) => Math.max(widest, cellWidth(row[i], most)), 0);
    return wanted > before.width ? { ...before, width: Math.min(most, wanted) } : before;
  });

function drawn({ name, type }: ResultColumn): GridColumn {
  const shown = visible(name);
  const head = Math.max(narrowest, Math.ceil(displayWidth(shown) * boldness), Math.min(type.length, widestType));
  return { name: shown, type, isNumber: isNumeric({ name, type }), width: Math.min(widestText, head) };
}

const cellWidth = (cell: Row[number] | undefined, most: number): number =>
  cell === null || cell === undefined ? narrowest : displayWidth(visible(cell.slice(0, most + 1)));

/** For CSS: the rows' numbers, then each column with its padding and its line. */
export const templateOf = (columns: readonly GridColumn[], rowCount: number): string =>
  [count(rowCount).length, ...columns.map(({ width }) => width)].map(width => `calc(${width}ch + 17px)`).join(' ');
