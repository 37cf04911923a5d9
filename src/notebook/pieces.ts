import { attributesText } from './attributes.ts';
import { fenceAround } from './fence.ts';
import { frontMatterLines } from './front-matter.ts';
import { isBlank, linesOf } from './lines.ts';
import type { Cell, CodeCell, Eol } from './notebook.ts';
import { cellMark, writtenProse } from './prose.ts';

/** What stands before a cell. */
export type Before = Cell | 'nothing' | 'front matter';

// How a notebook is written where nothing says otherwise.

/** What stands between a cell and what comes before: a blank line, and a mark where Markdown would not be taken for a cell of its own. */
export function leadOf(cell: Cell, before: Before, eol: Eol): string {
  const gap = before === 'nothing' ? '' : eol + eol;
  if (!needsMark(cell, before)) return gap;
  return cell.text === '' ? gap + cellMark : gap + cellMark + eol + eol;
}

function needsMark(cell: Cell, before: Before): boolean {
  if (cell.kind === 'code') return false;
  if (typeof before === 'object' && before.kind === 'markdown') return true;
  const lines = linesOf(cell.text);
  return lines.every(({ text }) => isBlank(text)) || (before === 'nothing' && frontMatterLines(lines) > 0);
}

export const bodyOf = (cell: Cell, eol: Eol): string =>
  (cell.kind === 'code' ? fenced(cell) : writtenProse(cell.text)).replaceAll('\n', eol);

export function fenced({
  language,
  text,
  attributes,
}: Pick<CodeCell, 'text' | 'attributes'> & { language: string }): string {
  const fence = fenceAround(text, '`');
  return `${fence}${language}${attributesText(attributes)}\n${text === '' ? '' : `${text}\n`}${fence}`;
}

/** A file ends with a line break, unless there is nothing in it. */
export const endOf = ({ frontMatter, cells }: { frontMatter: string; cells: readonly unknown[] }, eol: Eol): string =>
  frontMatter === '' && cells.length === 0 ? '' : eol;
