import type { ResultColumn, TextCell } from '../../base/cell.ts';
import { noPaint, type Paint } from '../../base/paint.ts';
import { counted } from '../../base/quantity.ts';
import { displayWidth, padEnd, padStart, shorten } from '../../base/text.ts';
import { isNumeric, type Result } from './result.ts';

export interface TableOptions {
  /** Columns of the terminal; text is cut to fit. Unlimited where it is not a terminal. */
  readonly width?: number;
  readonly paint?: Paint;
}

interface TableColumn {
  readonly isNumber: boolean;
  width: number;
}

const gap = '  ';
const narrowest = 6;
/** Where no terminal sets a limit: one huge text must not pad every row to its size. */
const widestText = 1000;

/** Aligned text. Widths are those of the first batch: a later text that is wider is cut, a later number never. */
export async function* writeTable(
  result: Result,
  { width = Infinity, paint = noPaint }: TableOptions = {},
): AsyncGenerator<string> {
  if (isPlan(result)) return yield* writePlan(result);
  const names = result.columns.map(column => visible(column.name));
  let columns: readonly TableColumn[] | undefined;
  let rows = 0;
  const head = (first: readonly (readonly string[])[]) => {
    columns = fitted(result.columns, [names, ...first], width);
    return [paint.bold(lineOf(names, columns)), paint.dim(columns.map(column => '─'.repeat(column.width)).join(gap))];
  };
  for await (const batch of result.texts()) {
    const texts = batch.map(row => row.map(textOf));
    const lines = columns ? [] : head(texts);
    rows += batch.length;
    for (const [i, row] of texts.entries()) lines.push(lineOf(row, columns!, nullPainter(batch[i]!, paint)));
    yield `${lines.join('\n')}\n`;
  }
  if (!columns) yield `${head([]).join('\n')}\n`;
  yield `${paint.dim(`(${counted(rows, 'row')})`)}\n`;
}

/** EXPLAIN answers in drawings of many lines, which no table holds. */
const isPlan = ({ columns }: Result) => columns[0]?.name === 'explain_key' && columns[1]?.name === 'explain_value';

async function* writePlan(result: Result): AsyncGenerator<string> {
  for await (const batch of result.texts()) {
    for (const [, drawing] of batch) yield `${(drawing ?? '').split('\n').map(visible).join('\n').trimEnd()}\n`;
  }
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

const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Control characters are shown, never sent to the terminal: data must not move the cursor or colour the screen. */
const visible = (text: string) =>
  text.replaceAll(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    char => escapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
