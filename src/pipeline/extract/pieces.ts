import { isUtf8 } from 'node:buffer';

/** A part of an object's text that can be loaded on its own. */
export interface Piece {
  /** The number of its first line in the object, from 1. */
  readonly firstLine: number;
  readonly text: string;
  /** Why none of it can be read as JSON; `text` is then only to be shown. */
  readonly fault?: string;
}

const pieceBytes = 8 * 1024 * 1024;
const longestLineBytes = 256 * 1024 * 1024;
const shownBytes = 4000;
const newline = 0x0a;

/** An object's body as pieces of whole lines, none much longer than a few megabytes. */
export function* piecesOf(body: Buffer): Generator<Piece> {
  const content = withoutBom(body);
  if (isBlank(content)) {
    yield { firstLine: 1, text: '', fault: 'The object is empty.' };
    return;
  }
  let firstLine = 1;
  for (const lines of wholeLines(content, pieceBytes)) {
    if (isUtf8(lines) && lines.length <= longestLineBytes) yield { firstLine, text: lines.toString('utf8') };
    else yield* lineByLine(lines, firstLine);
    firstLine += countLines(lines);
  }
}

function* lineByLine(lines: Buffer, firstLine: number): Generator<Piece> {
  let number = firstLine;
  for (const line of wholeLines(lines, 0)) {
    if (line.length > longestLineBytes) {
      const text = line.toString('utf8', 0, shownBytes);
      yield { firstLine: number, text, fault: `The line is longer than ${longestLineBytes / 1024 / 1024} MB.` };
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
