import { SparkifyError } from '../base/errors.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line and column, from 1, of an offset in UTF-16 units, as editors count them. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** DuckDB counts bytes once a text is parsed. */
export const offsetOfByte = (text: string, byte: number): number =>
  Buffer.from(text, 'utf8').subarray(0, byte).toString('utf8').length;

/** The parser itself counts code points. */
export function offsetOfCodePoint(text: string, index: number): number {
  let offset = 0;
  for (let passed = 0; passed < index && offset < text.length; passed++) {
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1;
  }
  return offset;
}

/** For a statement that ran behind one line of ours: the same error, told in the text it was cut from at `offset`. */
export function inWholeText(error: unknown, sql: string, offset: number): unknown {
  if (!(error instanceof SparkifyError) || !error.position) return error;
  const start = positionAt(sql, offset);
  const line = error.position.line - 1;
  const column = line === 1 ? start.column + error.position.column - 1 : error.position.column;
  return new SparkifyError(error.code, error.message, {
    cause: error.cause,
    position: { line: start.line + line - 1, column },
  });
}

/** The other way round. */
export function offsetAt(text: string, { line, column }: Position): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) {
    const newline = text.indexOf('\n', start);
    if (newline < 0) return text.length;
    start = newline + 1;
  }
  return Math.min(text.length, start + column - 1);
}
