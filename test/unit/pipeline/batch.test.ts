import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fetched, LakeObject } from '../../../src/lake/lake.ts';
import { type Batch, batchesOf } from '../../../src/pipeline/extract/batch.ts';

const object = (key: string): LakeObject => ({ key, size: 1, etag: key, modifiedMs: 0 });
const body = (key: string, text = `{"key":"${key}"}`): Fetched => ({ object: object(key), body: Buffer.from(text) });

async function* arriving(fetched: readonly Fetched[]): AsyncGenerator<Fetched> {
  yield* fetched;
}

async function gathered(fetched: readonly Fetched[], mostObjects?: number, isIdle = () => false) {
  const batches: Batch[] = [];
  const gone: string[] = [];
  const onGone = ({ key }: LakeObject) => gone.push(key);
  for await (const batch of batchesOf('songs', 'memory://l/', arriving(fetched), { onGone, isIdle, mostObjects })) {
    batches.push(batch);
  }
  return { batches, gone };
}

describe('batches', () => {
  it('hold every object once, in as many batches as it takes', () =>
    fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(50)), fc.integer({ min: 1, max: 7 }), async (keys, most) => {
        const { batches } = await gathered(
          keys.map(key => body(`${key}`)),
          most,
        );
        assert.deepEqual(
          batches.flatMap(batch => batch.entries.map(entry => entry.uri)),
          keys.map(key => `memory://l/${key}`),
        );
        assert.equal(batches.length, Math.ceil(keys.length / most));
      }),
    ));

  it('load an object once however often it is listed, as it was read last', async () => {
    const { batches } = await gathered([body('a', '1'), body('b', '2'), body('a', '3')]);
    const texts = batches[0]!.entries.map(({ uri, pieces }) => [uri, pieces[0]!.text]);
    assert.deepEqual(texts, [
      ['memory://l/a', '3'],
      ['memory://l/b', '2'],
    ]);
  });

  it('leave out what vanished after it was listed, and tell of it', async () => {
    const { batches, gone } = await gathered([body('a'), { object: object('b'), gone: true }]);
    assert.deepEqual(gone, ['b']);
    assert.deepEqual(batches[0]!.entries.length, 1);
    assert.deepEqual((await gathered([{ object: object('b'), gone: true }])).batches, []);
  });

  it('end sooner where they would be loaded at once', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => body(`${i}`));
    const { batches } = await gathered(many, undefined, () => true);
    assert.deepEqual(
      batches.map(batch => batch.entries.length),
      [4096, 4096, 1808],
    );
  });

  it('end after 16 MB, so that memory stays flat', async () => {
    const large = 'x'.repeat(9 * 1024 * 1024);
    const { batches } = await gathered([body('a', large), body('b', large), body('c', large)]);
    assert.deepEqual(
      batches.map(batch => batch.entries.length),
      [2, 1],
    );
    assert.equal(batches[0]!.bytes, 2 * large.length);
  });

  it('say why an object cannot be read', async () => {
    const { batches } = await gathered([{ object: object('a'), body: Buffer.alloc(0), unreadable: 'it is torn' }]);
    assert.deepEqual(batches[0]!.entries[0]!.pieces, [
      { firstLine: 1, text: '', fault: 'The object cannot be read: it is torn.' },
    ]);
  });
});
