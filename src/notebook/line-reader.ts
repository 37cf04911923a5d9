/** Reads the marks at the head of a line; the columns count, so that tabs are taken as the spaces they stand for. */
export class LineReader {
  readonly #text: string;
  /** Behind the last letter that is no space. */
  readonly #end: number;
  #at = 0;

  constructor(line: string) {
    this.#text = withoutTabs(line);
    let end = this.#text.length;
    while (end > 0 && this.#text[end - 1] === ' ') end -= 1;
    this.#end = end;
  }

  get isBlank(): boolean {
    return this.#at >= this.#end;
  }

  get isIndented(): boolean {
    return this.indentUpTo(4) === 4;
  }

  /** What follows the marks that were taken. */
  get rest(): string {
    return this.#text.slice(this.#at);
  }

  /** How many spaces come next, counted no further than needed. */
  indentUpTo(most: number): number {
    let indent = 0;
    while (indent < most && this.#text[this.#at + indent] === ' ') indent += 1;
    return indent;
  }

  skip(columns: number): void {
    this.#at += columns;
  }

  /** Goes on behind what matches here; the pattern is sticky. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found ?? undefined;
  }
}

function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line;
  const [first, ...others] = line.split('\t');
  let text = first!;
  for (const part of others) text += ' '.repeat(4 - (text.length % 4)) + part;
  return text;
}
