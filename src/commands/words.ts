import { SparkifyError } from '../base/errors.ts';

export interface Word {
  readonly text: string;
  /** Where it begins in its line, from 1. */
  readonly column: number;
}

/** A line as a shell would read it: quotes, backslashes, and a comment from # on. Nothing is expanded. */
export function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (true) {
    while (at < line.length && /\s/.test(line[at]!)) at += 1;
    if (at >= line.length || line[at] === '#') return words;
    const { text, end } = wordAt(line, at);
    words.push({ text, column: at + 1 });
    at = end;
  }
}

function wordAt(line: string, start: number): { text: string; end: number } {
  let text = '';
  let at = start;
  while (at < line.length && !/\s/.test(line[at]!)) {
    const letter = line[at]!;
    if (letter === "'" || letter === '"') {
      const quoted = quotedAt(line, at, letter);
      text += quoted.text;
      at = quoted.end;
    } else if (letter === '\\') {
      if (at + 1 >= line.length) throw broken(at, 'Nothing follows the backslash; write \\\\ for a backslash itself.');
      text += line[at + 1];
      at += 2;
    } else {
      text += letter;
      at += 1;
    }
  }
  return { text, end: at };
}

/** In single quotes everything is itself; in double quotes a backslash still protects `"`, `\`, `$` and a backtick. */
function quotedAt(line: string, start: number, quote: string): { text: string; end: number } {
  let text = '';
  for (let at = start + 1; at < line.length; at += 1) {
    const letter = line[at]!;
    if (letter === quote) return { text, end: at + 1 };
    if (quote === '"' && letter === '\\' && /["\\$`]/.test(line[at + 1] ?? '')) {
      at += 1;
      text += line[at];
    } else text += letter;
  }
  throw broken(start, `This ${quote === '"' ? 'double' : 'single'} quote is never closed.`);
}

/** Where a line's comment begins, by the same rules; a quote that is never closed hides what follows. */
export function commentAt(line: string): number | undefined {
  let quote: string | undefined;
  let isBetween = true;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at]!;
    if (letter === '#' && isBetween) return at;
    const isSkipped = letter === '\\' && (quote === undefined || (quote === '"' && /["\\$`]/.test(line[at + 1] ?? '')));
    if (letter === quote) quote = undefined;
    else if (quote === undefined && (letter === "'" || letter === '"')) quote = letter;
    if (isSkipped) at += 1;
    isBetween = quote === undefined && !isSkipped && /\s/.test(letter);
  }
  return undefined;
}

const broken = (at: number, sentence: string) =>
  new SparkifyError('usage.option', sentence, { position: { line: 1, column: at + 1 } });

/** A word as it must be written to be read back as itself, by us and by a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
