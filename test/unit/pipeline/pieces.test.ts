import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { type PieceSizes, piecesOf } from '../../../src/pipeline/extract/pieces.ts';

const pieces = (body: Buffer | string, sizes?: PieceSizes) => [...piecesOf(Buffer.from(body), sizes)];

/** Lines with their numbers, as an editor counts them; a last line that is empty is none. */
function linesOf(content: Buffer): { number: number; bytes: Buffer }[] {
  const lines = [];
  for (let start = 0, number = 1; start < content.length; number++) {
    const newline = content.indexOf(0x0a, start);
    const stop = newline < 0 ? content.length : newline + 1;
    lines.push({ number, bytes: content.subarray(start, stop) });
    start = stop;
  }
  return lines;
}

const chunk = fc.oneof(
  fc.constantFrom('\n', '\n\n', '\r\n', ' ', '{"a":1}\n', 'é😀', 'x'.repeat(9)).map(text => Buffer.from(text)),
  fc.constantFrom(Buffer.from([0xff]), Buffer.from([0xc3]), Buffer.from([0x00]), Buffer.from([0xef, 0xbb, 0xbf])),
  fc.uint8Array({ maxLength: 6 }).map(bytes => Buffer.from(bytes)),
);
const body = fc.array(chunk, { maxLength: 20 }).map(chunks => Buffer.concat(chunks));

describe('the pieces of an object', () => {
  it('hold all its lines, in order and under their numbers, whatever the bytes and however small the pieces', () => {
    fc.assert(
      fc.property(
        body,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 4, max: 40 }),
        (content, pieceBytes, longest) => {
          fc.pre(!content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])));
          const found = pieces(content, { pieceBytes, longestLineBytes: longest });
          if (/^[\t-\r ]*$/.test(content.toString('latin1'))) {
            assert.deepEqual(found, [{ firstLine: 1, text: '', fault: 'The object is empty.' }]);
            return;
          }
          const expected = linesOf(content);
          let next = 0;
          for (const { firstLine, text, fault } of found) {
            assert.equal(firstLine, expected[next]!.number);
            if (fault) {
              const { bytes } = expected[next++]!;
              assert.equal(fault.includes('UTF-8'), bytes.length <= longest);
              if (fault.includes('UTF-8')) assert.ok(!isUtf8(bytes));
              continue;
            }
            let rest = Buffer.from(text);
            while (rest.length > 0) {
              const { bytes } = expected[next++]!;
              assert.ok(rest.subarray(0, bytes.length).equals(bytes));
              rest = rest.subarray(bytes.length);
            }
          }
          assert.equal(next, expected.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('end where a line ends, so that no piece is much longer than it must be', () => {
    const text = 'aaaa\nbbbb\ncccc\n';
    const sizes = { pieceBytes: 6, longestLineBytes: 100 };
    assert.deepEqual(pieces(text, sizes), [
      { firstLine: 1, text: 'aaaa\nbbbb\n' },
      { firstLine: 3, text: 'cccc\n' },
    ]);
    assert.equal(pieces(text).length, 1);
  });

  it('do not begin with a byte order mark', () => {
    assert.deepEqual(pieces('\ufeff{"a":1}'), [{ firstLine: 1, text: '{"a":1}' }]);
    assert.deepEqual(pieces('\ufeff')[0]!.fault, 'The object is empty.');
  });

  it('set aside a line that is not UTF-8, and no other', () => {
    const content = Buffer.concat([Buffer.from('good\n'), Buffer.from([0xff, 0x0a]), Buffer.from('fine')]);
    assert.deepEqual(pieces(content), [
      { firstLine: 1, text: 'good\n' },
      { firstLine: 2, text: '\ufffd\n', fault: 'The line is not valid UTF-8.' },
      { firstLine: 3, text: 'fine' },
    ]);
  });

  it('set aside a line that is too long to be held, and show how it begins', () => {
    const long = 'y'.repeat(5000);
    const [first, second] = pieces(`${long}\nz`, { pieceBytes: 8, longestLineBytes: 4096 });
    assert.equal(first!.fault, 'The line is longer than 4.1 KB.');
    assert.equal(first!.text, 'y'.repeat(4000));
    assert.deepEqual(second, { firstLine: 2, text: 'z' });
  });
});
