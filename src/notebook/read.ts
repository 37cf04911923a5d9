import { readAttributes } from './attributes.ts';
import { BlockScanner, type Role } from './blocks.ts';
import { fenceAt, firstWord } from './fence.ts';
import { formatError } from './format-error.ts';
import { frontMatterLines } from './front-matter.ts';
import { editorText, isBlank, type Line, linesOf } from './lines.ts';
import type { Cell, CellLanguage, CodeCell } from './notebook.ts';
import { isCellFence, isCellMark, shownProse } from './prose.ts';

/** The letters of a file, every one of them, and what cells they are. */
export interface Reading {
  readonly bom: boolean;
  readonly frontMatter: string;
  readonly cells: readonly { readonly lead: string; readonly body: string; readonly cell: Cell }[];
  readonly end: string;
}

/** A cell and where its body lies in the text. */
interface Found {
  readonly from: number;
  readonly to: number;
  readonly cell: Cell;
}

export function read(text: string): Reading {
  const bom = text.startsWith('\uFEFF');
  const start = bom ? 1 : 0;
  const lines = linesOf(text, start);
  const skipped = frontMatterLines(lines);
  const frontMatter = skipped === 0 ? '' : text.slice(start, lines[skipped - 1]!.to);
  let at = start + frontMatter.length;
  const cells = [...cellsIn(lines, skipped)].map(({ from, to, cell }) => {
    const piece = { lead: text.slice(at, from), body: text.slice(from, to), cell };
    at = to;
    return piece;
  });
  return { bom, frontMatter, cells, end: text.slice(at) };
}

function* cellsIn(lines: readonly Line[], start: number): Generator<Found> {
  const scanner = new BlockScanner();
  const roles = lines.map(({ text }, at): Role => (at < start ? 'prose' : scanner.take(text)));
  const names = new Map<string, number>();
  let from = start;
  let after: After = start > 0 ? 'cell' : 'nothing';
  for (let at = start; at < lines.length; at += 1) {
    const { text } = lines[at]!;
    const isMark = roles[at] === 'comment' && isCellMark(text);
    if (!isMark && !(roles[at] === 'opening' && isCellFence(text))) continue;
    yield* proseIn(lines, roles, { from, to: at, after });
    after = isMark ? 'mark' : 'cell';
    if (!isMark) {
      const to = closingOf(lines, roles, at);
      yield { from: lines[at]!.from, to: lines[to]!.to, cell: codeIn(lines, at, to, names) };
      at = to;
    }
    from = at + 1;
  }
  yield* proseIn(lines, roles, { from, to: lines.length, after });
}

/** What prose comes after decides what of it is spacing. */
type After = 'nothing' | 'cell' | 'mark';

/** The Markdown cell of these lines, if they are one: after a mark they always are. One empty line on either side is spacing, all else is text. */
function* proseIn(
  lines: readonly Line[],
  roles: readonly Role[],
  { from, to, after }: { from: number; to: number; after: After },
): Generator<Found> {
  let [first, last] = [from, to];
  if (after !== 'mark' && lines.slice(first, last).every(({ text }) => isBlank(text))) return;
  if (after !== 'nothing' && first < last && lines[first]!.text === '') first += 1;
  if (last < lines.length && first < last && lines[last - 1]!.text === '') last -= 1;
  if (first === last) {
    const { to: behindMark } = lines[from - 1]!;
    yield { from: behindMark, to: behindMark, cell: { kind: 'markdown', text: '' } };
    return;
  }
  const shown = shownProse(lines.slice(first, last), roles.slice(first, last));
  yield { from: lines[first]!.from, to: lines[last - 1]!.to, cell: { kind: 'markdown', text: editorText(shown) } };
}

/** The line that closes the cell opened at a line. */
function closingOf(lines: readonly Line[], roles: readonly Role[], at: number): number {
  const closing = roles.indexOf('closing', at);
  const { indent, length, info } = fenceAt(lines[at]!.text)!;
  const end = closing < 0 ? lines.length : closing;
  const next = lines.slice(at + 1, end).findIndex(({ text }) => isCellFence(text) && fenceAt(text)!.length >= length);
  if (closing >= 0 && next < 0) return closing;
  const where = next < 0 ? 'is never closed' : `is not closed before the next one begins at line ${at + next + 2}`;
  const sentence = `The ${firstWord(info)} cell that begins here ${where}; end it with a line ${'`'.repeat(length)}.`;
  throw formatError(sentence, at + 1, indent + 1);
}

/** The cell between two fences. Its name goes to `names`, with its line. */
function codeIn(lines: readonly Line[], from: number, to: number, names: Map<string, number>): CodeCell {
  const opening = lines[from]!.text;
  const { indent, length, info } = fenceAt(opening)!;
  const language = firstWord(info) as CellLanguage;
  const behindLanguage = opening.indexOf(language, indent + length) + language.length;
  const place = { line: from + 1, column: behindLanguage + 1 };
  const attributes = readAttributes(opening.slice(behindLanguage), place, names);
  const indented = new RegExp(`^ {0,${indent}}`);
  const content = lines.slice(from + 1, to).map(({ text }) => text.replace(indented, ''));
  if (attributes.name !== undefined) names.set(attributes.name, from + 1);
  return { kind: 'code', language, text: editorText(content.join('\n')), attributes };
}
