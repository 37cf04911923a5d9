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
