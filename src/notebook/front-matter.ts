import type { Line } from './lines.ts';

/** How many lines at the head of a file are YAML between dashes. A rule at the head of prose is not taken for one: nothing blank, nor a cell, stands in between. */
export function frontMatterLines(lines: readonly Line[]): number {
  if (!/^---[ \t]*$/.test(lines[0]?.text ?? '') || !/^[\w"'-]+[ \t]*:(?:[ \t]|$)/.test(lines[1]?.text ?? '')) return 0;
  for (const [index, { text }] of lines.entries()) {
    if (index === 0) continue;
    if (/^(?:---|\.\.\.)[ \t]*$/.test(text)) return index + 1;
    if (/^[ \t]*(?:$|`{3}|<!--)/.test(text)) return 0;
  }
  return 0;
}
