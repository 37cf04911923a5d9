import { BlockScanner, type Role } from './blocks.ts';
import { fenceAround, fenceAt, firstWord } from './fence.ts';
import type { Line } from './lines.ts';
import { isCellLanguage } from './notebook.ts';

/** Parts two Markdown cells, and stands before one that would not be taken for a cell. */
export const cellMark = '<!-- cell -->';

const markPattern = /^( {0,3}<!--[ \t]*)(\\*)(cell[ \t]*-->[ \t]*)$/;

export const isCellMark = (line: string): boolean => markPattern.exec(line)?.[2] === '';

/** Prose as a Markdown cell shows it: a mark that was typed into one has a backslash more in the file. */
export const shownProse = (lines: readonly Line[], roles: readonly Role[]): string =>
  lines
    .map(({ text }, at) => (roles[at] === 'comment' ? text.replace(markPattern, withoutBackslash) : text))
    .join('\n');

const withoutBackslash = (_: string, before: string, backslashes: string, after: string) =>
  before + backslashes.slice(1) + after;

/**
 * The text of a Markdown cell as the file can hold it: marks have a backslash more, fences of a cell's language are made of `~`,
 * and what is left open is closed, or it would take in the cells below.
 */
export function writtenProse(text: string): string {
  const lines = text.split('\n');
  const scanner = new BlockScanner();
  const roles = lines.map(line => scanner.take(line));
  const written = lines.map((line, at) => (roles[at] === 'comment' ? line.replace(markPattern, '$1\\$2$3') : line));
  let { closer } = scanner;
  for (const [from, role] of roles.entries()) {
    if (role !== 'opening' || !isCellFence(lines[from]!)) continue;
    const to = endOf(roles, from);
    const content = lines.slice(from + 1, to);
    const fence = fenceAround(content.join('\n'), '~');
    written[from] = lines[from]!.replace(/`+/, fence);
    if (to < lines.length) written[to] = lines[to]!.replace(/`+/, fence);
    else closer = fence;
  }
  return closer === undefined ? written.join('\n') : `${written.join('\n')}\n${closer}`;
}

export function isCellFence(line: string): boolean {
  const fence = fenceAt(line);
  return fence?.letter === '`' && isCellLanguage(firstWord(fence.info));
}

/** The line that closes the fence, or where the text ends. */
function endOf(roles: readonly Role[], from: number): number {
  const closing = roles.indexOf('closing', from);
  return closing < 0 ? roles.length : closing;
}
