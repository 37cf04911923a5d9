import { commentAt } from '../../commands/words.ts';

/** One command of a cell: a line, and those it is continued on. */
export interface CommandLine {
  /** Without the backslashes that continue it, and without its comment. */
  readonly text: string;
  /** Where a letter of the text, or its end, stands in the cell. */
  offsetOf(index: number): number;
}

interface Piece {
  readonly text: string;
  readonly offset: number;
}

/** The commands of a cell. A backslash at the very end of a line continues it on the next, but in a comment. */
export function commandLines(cell: string): CommandLine[] {
  const lines: CommandLine[] = [];
  let pieces: Piece[] = [];
  for (const { text, offset } of physicalLines(cell)) {
    const before = pieces.map(piece => piece.text).join('');
    const comment = commentAt(before + text);
    if (comment === undefined && isContinued(text)) {
      pieces.push({ text: text.slice(0, -1), offset });
      continue;
    }
    pieces.push({ text: comment === undefined ? text : text.slice(0, comment - before.length), offset });
    lines.push(lineOf(pieces));
    pieces = [];
  }
  if (pieces.length > 0) lines.push(lineOf(pieces));
  return lines.filter(({ text }) => text.trim() !== '');
}

function* physicalLines(cell: string): Generator<Piece> {
  let offset = 0;
  for (const line of cell.split('\n')) {
    yield { text: line.replace(/\r$/, ''), offset };
    offset += line.length + 1;
  }
}

/** An even number of backslashes are so many letters. */
const isContinued = (line: string): boolean => (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;

const lineOf = (pieces: readonly Piece[]): CommandLine => ({
  text: pieces.map(piece => piece.text).join(''),
  offsetOf: index => {
    let rest = index;
    for (const [i, { text, offset }] of pieces.entries()) {
      if (rest < text.length || i === pieces.length - 1) return offset + rest;
      rest -= text.length;
    }
    return 0;
  },
});
