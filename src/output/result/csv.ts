import type { TextCell } from '../../base/cell.ts';
import type { Result } from './result.ts';

/** RFC 4180 with LF ends: NULL is an empty field, '' is "". */
export async function* writeCsv(result: Result): AsyncGenerator<string> {
  yield lineOf(result.columns.map(column => column.name));
  for await (const batch of result.texts()) yield batch.map(lineOf).join('');
}

const lineOf = (cells: readonly TextCell[]) => `${cells.map(fieldOf).join(',')}\n`;

function fieldOf(cell: TextCell): string {
  if (cell === null) return '';
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
