import type { Eol } from './notebook.ts';

/** A line of a text: where it begins, and where it ends before its line break. */
export interface Line {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The lines of a text from an offset on. A line break ends a line: none follows the last one. */
export function linesOf(text: string, start = 0): Line[] {
  const lines: Line[] = [];
  const breaks = /\r\n|\n|\r/g;
  breaks.lastIndex = start;
  let from = start;
  for (let found = breaks.exec(text); found; found = breaks.exec(text)) {
    lines.push({ text: text.slice(from, found.index), from, to: found.index });
    from = breaks.lastIndex;
  }
  if (from < text.length) lines.push({ text: text.slice(from), from, to: text.length });
  return lines;
}

/** As Markdown means it: spaces and tabs are nothing, all else is something. */
export const isBlank = (line: string): boolean => /^[ \t]*$/.test(line);

/** How most of the lines end. */
export function eolOf(text: string): Eol {
  const counts = new Map<string, number>();
  for (const [eol] of text.matchAll(/\r\n|\n|\r/g)) counts.set(eol, (counts.get(eol) ?? 0) + 1);
  const [most = ['\n', 0]] = [...counts].sort(([, a], [, b]) => b - a);
  return most[0] as Eol;
}

/** A text as an editor holds it: every line break is \n, and it does not begin with a byte order mark. */
export const editorText = (text: string): string => text.replace(/^\uFEFF+/, '').replaceAll(/\r\n?/g, '\n');
