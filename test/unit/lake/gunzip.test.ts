import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { gunzip } from '../../../src/lake/gunzip.ts';

describe('a gzip file', () => {
  it('gives its content, small or large, in one member or in several', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 2000 }), { minLength: 1, maxLength: 4 }), async parts => {
        const zipped = Buffer.concat(parts.map(part => gzipSync(part)));
        assert.deepEqual(await gunzip(zipped), { body: Buffer.concat(parts) });
      }),
    );
    const large = randomBytes(100_000);
    assert.deepEqual(await gunzip(gzipSync(large)), { body: large });
  });

  it('is unreadable, with the reason, when it is cut, damaged or no gzip', async () => {
    const whole = gzipSync(randomBytes(1000));
    assert.deepEqual(await gunzip(whole.subarray(0, 500)), { unreadable: 'it is gzip that ends too early' });
    assert.deepEqual(await gunzip(Buffer.from('{"a":1}')), {
      unreadable: 'it is named or marked as gzip, and is not gzip',
    });
    assert.deepEqual(await gunzip(Buffer.alloc(0)), { unreadable: 'it is named or marked as gzip, and is not gzip' });
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 5]! ^= 1;
    assert.match(JSON.stringify(await gunzip(damaged)), /damaged gzip/);
  });

  it('is unreadable when it is a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(80_000_000));
    assert.match(JSON.stringify(await gunzip(bomb)), /grows from \d+ to more than 67108864 bytes/);
  });
});
