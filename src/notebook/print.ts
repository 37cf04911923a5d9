import { isSparkifyError } from '../base/errors.ts';
import { isAttributeName } from './attributes.ts';
import { frontMatterLines } from './front-matter.ts';
import { editorText, linesOf } from './lines.ts';
import { namesOf } from './names.ts';
import type { Attributes, Cell, CodeCell, Eol, Notebook } from './notebook.ts';
import { bodyOf, endOf, leadOf } from './pieces.ts';
import { cellMark } from './prose.ts';
import { read } from './read.ts';

interface Piece {
  readonly lead: string;
  readonly body: string;
  readonly cell: Cell;
}

/** The file's text. What was read and not changed since stays as it was written, wherever it still reads as the same cells there. */
export function print(notebook: Notebook): string {
  const { bom, eol = '\n', cells, end } = notebook;
  const frontMatter = frontMatterOf(notebook);
  const head = (bom ? '\uFEFF' : '') + frontMatter;
  const pieces: Piece[] = [];
  for (const [index, cell] of tidied(cells).entries()) {
    const last = pieces.at(-1);
    const before = last?.cell ?? (frontMatter === '' ? 'nothing' : 'front matter');
    const plain = { lead: leadOf(cell, before, eolAfter(last?.body ?? head, eol)), body: bodyOf(cell, eol), cell };
    const context = contextOf(last, head);
    const followers = index === cells.length - 1 ? [] : [anyCell];
    pieces.push(asWritten(plain, eol).find(piece => reads(context, piece, followers)) ?? plain);
  }
  const last = pieces.at(-1)?.body ?? head;
  const isEndKept = end !== undefined && isOnlyEnd(contextOf(pieces.at(-1), head), end);
  const plainEnd = endOf({ frontMatter, cells }, eolAfter(last, eol));
  return head + pieces.map(({ lead, body }) => lead + body).join('') + (isEndKept ? end : plainEnd);
}

const anyCell: CodeCell = { kind: 'code', language: 'sql', text: '', attributes: {} };

/** The ways that keep something of how the cell was written, the most faithful first. */
function asWritten({ lead, body, cell }: Piece, eol: Eol): Piece[] {
  const { written } = cell;
  if (!written) return [];
  const leads = written.lead === undefined ? [lead] : [written.lead, lead];
  const bodies = written.body === undefined ? [] : [written.body, ...withNewText(written.body, cell, eol)];
  return [...bodies, body].flatMap(each => leads.map(before => ({ lead: before, body: each, cell })));
}

/** The fence that a cell had, around the text it has now. */
function withNewText(body: string, cell: Cell, eol: Eol): string[] {
  if (cell.kind === 'markdown') return [];
  const lines = linesOf(body);
  const text = cell.text === '' ? [] : [cell.text.replaceAll('\n', eol)];
  return [[lines[0]?.text ?? '', ...text, lines.at(-1)?.text ?? ''].join(eol)];
}

/** Enough of what stands before a place to know how a text reads there: every cell begins with nothing open. */
function contextOf(before: Piece | undefined, head: string): string {
  if (!before) return head;
  if (before.cell.kind === 'code') return before.body;
  return before.body === '' ? cellMark : `${cellMark}\n\n${before.body}`;
}

/** Whether the piece is read as its cell there, and leaves what comes before as it is, and a cell that follows. */
function reads(context: string, { lead, body, cell }: Piece, followers: readonly CodeCell[]): boolean {
  const eol = eolAfter(body, '\n');
  const follows = followers.map(each => leadOf(each, cell, eol) + bodyOf(each, eol)).join('');
  return isReadAs(context + lead + body + follows + eol, [...cellsAlone(context), cell, ...followers]);
}

function isReadAs(text: string, expected: readonly Cell[]): boolean {
  try {
    const found = cellsIn(text);
    return found.length === expected.length && found.every((each, at) => isSame(each, expected[at]!));
  } catch (error) {
    if (isSparkifyError(error)) return false;
    throw error;
  }
}

/** A line break that does not become one with what stands before it. */
const eolAfter = (text: string, eol: Eol): Eol => (text.endsWith('\r') && eol === '\n' ? '\r' : eol);

const cellsAlone = (text: string): Cell[] => cellsIn(text + eolAfter(text, '\n'));
const cellsIn = (text: string): Cell[] => read(text).cells.map(({ cell }) => cell);

/** Whether nothing but the end of the file is read in it. */
const isOnlyEnd = (context: string, end: string): boolean =>
  /^[ \t\r\n]*$/.test(end) && read(context + end).end === end && isReadAs(context + end, cellsAlone(context));

function isSame(a: Cell, b: Cell): boolean {
  if (a.kind === 'markdown' || b.kind === 'markdown') return a.kind === b.kind && a.text === b.text;
  const [names, others] = [Object.keys(a.attributes), Object.keys(b.attributes)];
  return (
    a.language === b.language &&
    a.text === b.text &&
    names.length === others.length &&
    names.every(name => Object.hasOwn(b.attributes, name) && a.attributes[name] === b.attributes[name])
  );
}

/** The cells as a file can hold them: with line breaks as an editor has them, and names that every cell has for itself. */
function tidied(cells: readonly Cell[]): Cell[] {
  const names = namesOf(cells);
  return cells.map((cell, at) => {
    const text = editorText(cell.text);
    return cell.kind === 'markdown'
      ? { ...cell, text }
      : { ...cell, text, attributes: kept(cell.attributes, names[at]) };
  });
}

const kept = (attributes: Attributes, name: string | undefined): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([key]) => (key === 'name' ? name !== undefined : isAttributeName(key))),
  );

/** Nothing where what is given would not be read as front matter. */
function frontMatterOf({ frontMatter = '' }: Notebook): string {
  const lines = linesOf(frontMatter);
  const isWhole = frontMatterLines(lines) === lines.length && lines.at(-1)?.to === frontMatter.length;
  return isWhole ? frontMatter : '';
}
