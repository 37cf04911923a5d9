import { isUtf8 } from 'node:buffer';
import { bytes } from '../../base/quantity.ts';

/** A part of an object's text that can be loaded on its own. */
export interface Piece {
  /** The number of its first line in the object, from 1. */
  readonly firstLine: number;
  readonly text: string;
  /** Why none of it can be read as JSON; `text` is then only to be shown. */
  readonly fault?: string;
}

/** How much text is handed over at once, and how long a line may be. */
export interface PieceSizes {
  readonly pieceBytes: number;
  readonly longestLineBytes: number;
}

const usualSizes: PieceSizes = { pieceBytes: 8 * 1024 * 1024, longestLineBytes: 256 * 1024 * 1024 };
const shownBytes = 4000;
const newline = 0x0a;

/** An object's body as pieces of whole lines, none much longer than a few megabytes. */
export function* piecesOf(body: Buffer, sizes: PieceSizes = usualSizes): Generator<Piece> {
  const content = withoutBom(body);
  if (isBlank(content)) {
    yield { firstLine: 1, text: '', fault: 'The object is empty.' };
    return;
  }
  let firstLine = 1;
  for (const lines of wholeLines(content, sizes.pieceBytes)) {
    if (isUtf8(lines) && lines.length <= sizes.longestLineBytes) yield { firstLine, text: lines.toString('utf8') };
    else yield* lineByLine(lines, firstLine, sizes);
    firstLine += countLines(lines);
  }
}

function* lineByLine(lines: Buffer, firstLine: number, { longestLineBytes }: PieceSizes): Generator<Piece> {
  let number = firstLine;
  for (const line of wholeLines(lines, 0)) {
    if (line.length > longestLineBytes) {
      const text = line.toString('utf8', 0, shownBytes);
      yield { firstLine: number, text, fault: `The line is longer than ${bytes(longestLineBytes)}.` };
    } else if (isUtf8(line)) {
      yield { firstLine: number, text: line.toString('utf8') };
    } else {
      yield { firstLine: number, text: line.toString('utf8', 0, shownBytes), fault: 'The line is not valid UTF-8.' };
    }
    number++;
  }
}

/** Parts of at least `atLeast` bytes that end where a line ends. */
function* wholeLines(content: Buffer, atLeast: number): Generator<Buffer> {
  let start = 0;
  while (start < content.length) {
    const end = content.indexOf(newline, Math.min(start + atLeast, content.length - 1));
    const stop = end === -1 ? content.length : end + 1;
    yield content.subarray(start, stop);
    start = stop;
  }
}

function countLines(lines: Buffer): number {
  let count = 0;
  for (let at = lines.indexOf(newline); at !== -1; at = lines.indexOf(newline, at + 1)) count++;
  return count;
}

const withoutBom = (body: Buffer) =>
  body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;

const isBlank = (content: Buffer) => content.every(byte => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
