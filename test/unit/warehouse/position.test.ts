import assert from 'node:assert/strict';
import fc from 'fast-check';
import { offsetOfByte, offsetOfCodePoint, positionAt } from '../../../src/warehouse/position.ts';

const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'é', '日', '😀', '\r\n') });

describe('positions in a text', () => {
  it('are the same counted in bytes, in code points or as an editor counts', () =>
    fc.assert(
      fc.property(text, text, (before, after) => {
        const whole = `${before}${after}`;
        assert.equal(offsetOfByte(whole, Buffer.byteLength(before)), before.length);
        assert.equal(offsetOfCodePoint(whole, [...before].length), before.length);
        const lines = before.split('\n');
        assert.deepEqual(positionAt(whole, before.length), { line: lines.length, column: lines.at(-1)!.length + 1 });
      }),
    ));

  it('beyond the end are the end', () => {
    assert.equal(offsetOfByte('é', 99), 1);
    assert.equal(offsetOfCodePoint('😀', 99), 2);
  });
});
