/** A line that opens a fenced block. */
export interface Fence {
  readonly letter: '`' | '~';
  readonly length: number;
  readonly indent: number;
  /** What follows the letters: the language and more. */
  readonly info: string;
}

/** The fence that a line of top level opens, by the rules of CommonMark. */
export function fenceAt(line: string): Fence | undefined {
  const [, spaces, run] = /^( {0,3})(`{3,}|~{3,})/.exec(line) ?? [];
  if (spaces === undefined || run === undefined) return undefined;
  const info = line.slice(spaces.length + run.length);
  const letter = run[0] as Fence['letter'];
  // A line such as ```x``` is inline code, not a fence.
  if (letter === '`' && info.includes('`')) return undefined;
  return { letter, length: run.length, indent: spaces.length, info };
}

export function isClosing(line: string, { letter, length }: Pick<Fence, 'letter' | 'length'>): boolean {
  const [, run] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return run?.[0] === letter && run.length >= length;
}

/** The language of a fence: what stands before the first space. */
export const firstWord = (info: string): string => /^[ \t]*([^ \t]*)/.exec(info)![1]!;

/** A fence that no run of these letters in the text can close. */
export function fenceAround(text: string, letter: Fence['letter'], atLeast = 3): string {
  let longest = atLeast - 1;
  for (const [run] of text.matchAll(letter === '`' ? /`+/g : /~+/g)) longest = Math.max(longest, run.length);
  return letter.repeat(longest + 1);
}
