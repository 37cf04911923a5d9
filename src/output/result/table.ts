import type { ResultColumn, TextCell } from '../../base/cell.ts';
import { noPaint, type Paint } from '../../base/paint.ts';
import { counted } from '../../base/quantity.ts';
import { displayWidth, padEnd, padStart, shorten, visible } from '../../base/text.ts';
import { drawings, isNumeric, isPlan, type Result } from './result.ts';

export interface TableOptions {
  /** Columns of the terminal; text is cut to fit. Unlimited where it is not a terminal. */
  readonly width?: number;
  readonly paint?: Paint;
}

type Rows = readonly (readonly TextCell[])[];

interface TableColumn {
  readonly isNumber: boolean;
  width: number;
}

const gap = '  ';
const narrowest = 6;
/** Where no terminal sets a limit: one huge text must not pad every row to its size. */
const widestText = 1000;

/** Aligned text. Widths are those of the first batch: a later text that is wider is cut, a later number never. */
export async function* writeTable(result: Result, options: TableOptions = {}): AsyncGenerator<string> {
  if (isPlan(result.columns)) {
    for await (const batch of result.texts()) yield drawingsText(batch);
    return;
  }
  let lay: Layout | undefined;
  let rows = 0;
  for await (const batch of result.texts()) {
    const isFirst = lay === undefined;
    lay ??= layoutFor(result.columns, batch, options);
    rows += batch.length;
    yield `${[...(isFirst ? lay.head : []), ...batch.map(lay.line)].join('\n')}\n`;
  }
  if (!lay) yield `${layoutFor(result.columns, [], options).head.join('\n')}\n`;
  yield `${(options.paint ?? noPaint).dim(`(${counted(rows, 'row')})`)}\n`;
}

/** The same of rows that are all here, without the line that counts them. */
export function tableText(columns: readonly ResultColumn[], rows: Rows, options: TableOptions = {}): string {
  if (isPlan(columns)) return drawingsText(rows);
  const { head, line } = layoutFor(columns, rows, options);
  return `${[...head, ...rows.map(line)].join('\n')}\n`;
}

const drawingsText = (rows: Rows) =>
  drawings(rows)
    .map(drawing => `${drawing}\n`)
    .join('');

interface Layout {
  readonly head: readonly string[];
  line(row: readonly TextCell[]): string;
}

function layoutFor(
  columns: readonly ResultColumn[],
  rows: Rows,
  { width = Infinity, paint = noPaint }: TableOptions,
): Layout {
  const names = columns.map(column => visible(column.name));
  const fits = fitted(columns, [names, ...rows.map(row => row.map(textOf))], width);
  return {
    head: [paint.bold(lineOf(names, fits)), paint.dim(fits.map(column => '─'.repeat(column.width)).join(gap))],
    line: row => lineOf(row.map(textOf), fits, nullPainter(row, paint)),
  };
}

const textOf = (cell: TextCell) => (cell === null ? 'NULL' : visible(cell));
const nullPainter = (row: readonly TextCell[], paint: Paint) => (text: string, i: number) =>
  row[i] === null ? paint.dim(text) : text;

function lineOf(
  texts: readonly string[],
  columns: readonly TableColumn[],
  painted: (text: string, i: number) => string = text => text,
): string {
  const cells = texts.map((text, i) => {
    const { isNumber, width } = columns[i]!;
    return painted(isNumber ? padStart(text, width) : padEnd(shorten(text, width), width), i);
  });
  return cells.join(gap).trimEnd();
}

/** The widths that the rows want, the widest texts made narrower until the line fits. */
function fitted(columns: readonly ResultColumn[], rows: readonly (readonly string[])[], limit: number): TableColumn[] {
  const fits = columns.map((column, i) => {
    const isNumber = isNumeric(column);
    const wanted = rows.reduce((widest, row) => Math.max(widest, displayWidth(row[i]!)), 1);
    return { isNumber, width: isNumber ? wanted : Math.min(wanted, widestText) };
  });
  let excess = fits.reduce((sum, column) => sum + column.width, gap.length * (fits.length - 1)) - limit;
  while (excess > 0) {
    const widest = fits.filter(column => !column.isNumber).sort((a, b) => b.width - a.width)[0];
    if (!widest || widest.width <= narrowest) break;
    widest.width--;
    excess--;
  }
  return fits;
}
