import type { ResultColumn, TextCell } from '../../base/cell.ts';
import { isNumeric, type Result } from './result.ts';

/** A table as GitHub writes it; what a cell holds is shown as it is, never read as Markdown or HTML. */
export async function* writeMarkdown(result: Result): AsyncGenerator<string> {
  yield head(result.columns);
  for await (const batch of result.texts()) yield batch.map(lineOf).join('');
}

export const markdownTable = (columns: readonly ResultColumn[], rows: readonly (readonly TextCell[])[]): string =>
  head(columns) + rows.map(lineOf).join('');

const head = (columns: readonly ResultColumn[]) =>
  lineOf(columns.map(column => column.name)) + lineWith(columns.map(column => (isNumeric(column) ? '---:' : '---')));

const lineWith = (fields: readonly string[]) => `| ${fields.join(' | ')} |\n`;
const lineOf = (cells: readonly TextCell[]) => lineWith(cells.map(cell => (cell === null ? 'NULL' : escaped(cell))));

/** An underscore within a word is left alone: there it means nothing, and column names are full of them. */
const escaped = (text: string) =>
  text
    .replaceAll(/[\\|<>*`[\]~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu, '\\$&')
    .replaceAll(/\r\n|[\r\n]/g, '<br>');
