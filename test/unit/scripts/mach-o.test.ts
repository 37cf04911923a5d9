import assert from 'node:assert/strict';
import { sliceFor } from '../../../scripts/packaging/mach-o.ts';

const [x64, arm64, ppc] = [0x01000007, 0x0100000c, 18];

/** A universal binary of these parts, each at the next multiple of 16. */
function universal(...parts: readonly (readonly [cpu: number, content: string])[]): Buffer {
  const binary = Buffer.alloc(16 * (10 + parts.length));
  binary.writeUInt32BE(0xcafebabe, 0);
  binary.writeUInt32BE(parts.length, 4);
  for (const [i, [cpu, content]] of parts.entries()) {
    const offset = 16 * (10 + i);
    for (const [field, value] of [cpu, 0, offset, content.length, 4].entries()) {
      binary.writeUInt32BE(value, 8 + i * 20 + field * 4);
    }
    binary.write(content, offset);
  }
  return binary;
}

describe('A universal binary of macOS', () => {
  it('is cut to the part of one processor', () => {
    const binary = universal([x64, 'for Intel'], [arm64, 'for Apple']);
    assert.equal(sliceFor('x64', binary).toString(), 'for Intel');
    assert.equal(sliceFor('arm64', binary).toString(), 'for Apple');
  });

  it('without such a part is an error', () => {
    assert.throws(() => sliceFor('arm64', universal([ppc, 'old'], [x64, 'newer'])), /no part for arm64/);
  });

  it('is left alone where it is not universal', () => {
    const thin = Buffer.from('cffaedfe0c000001', 'hex');
    assert.equal(sliceFor('arm64', thin), thin);
  });
});
