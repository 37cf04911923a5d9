import assert from 'node:assert/strict';
import type { FaultKind } from '../../../src/playground/faults/kinds.ts';
import { failsWith, lakeOn, listed, texts } from '../../support/lakes.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';

const keys = Array.from({ length: 300 }, (_, i) => `${i % 7}/${i}.json`);
const contents = Object.fromEntries(
  keys.map((key, i) => [key, JSON.stringify({ i, text: 'x'.repeat((i * 37) % 900) })]),
);
const quick = { timeouts: { stallMs: 250 }, retrying: { attempts: 12 } };

describe('a store that goes wrong', () => {
  let playground: PlaygroundProcess;
  before(async () => {
    playground = await startPlaygroundProcess({ maxKeys: 50, buckets: { lake: { objects: contents } } });
  });
  after(() => playground.stop());
  afterEach(() => playground.reset());

  const everything = async () => {
    const lake = await lakeOn(playground, 's3://lake', quick);
    const found = await texts(lake.read(await listed(lake), { concurrency: 32 }));
    await lake.close();
    return found;
  };
  const sorted = Object.fromEntries(Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1)));

  const survived: readonly FaultKind[] = [
    'status500',
    'slowDown503',
    'reset',
    'truncate',
    'short',
    'long',
    'corrupt',
    'wrongEtag',
    'gzip',
    'stall',
    'hang',
    'delay',
    'clockSkew',
  ];
  for (const kind of survived) {
    it(`is read to the same bytes through ${kind}`, async () => {
      await playground.setFaults([{ kind, share: 0.2, seed: 7, delayMs: 20, match: { operation: 'GetObject' } }]);
      assert.deepEqual(await everything(), sorted);
      assert.ok(((await playground.stats()).faults[kind] ?? 0) > 0);
    });
  }

  it('is read to the last object though it turns away seven of ten', async () => {
    await playground.setFaults([{ kind: 'slowDown503', share: 0.7, seed: 3, match: { operation: 'GetObject' } }]);
    assert.deepEqual(await everything(), sorted);
  });

  for (const kind of ['status500', 'slowDown503', 'reset', 'truncate', 'short', 'stall', 'hang'] as const) {
    it(`is listed to the same keys through ${kind}`, async () => {
      await playground.setFaults([{ kind, skip: 1, times: 4, match: { operation: 'ListObjectsV2' } }]);
      const lake = await lakeOn(playground, 's3://lake', quick);
      assert.deepEqual(
        (await listed(lake)).map(object => object.key),
        [...keys].sort(),
      );
      await lake.close();
    });
  }

  it('is read to the same bytes through everything at once', async () => {
    await playground.setFaults(survived.map((kind, seed) => ({ kind, share: 0.04, seed, delayMs: 5 })));
    assert.deepEqual(await everything(), sorted);
  });

  it('is read as it is then, when objects change while they are read', async () => {
    await playground.setFaults([{ kind: 'changed', times: 10, match: { operation: 'GetObject' } }]);
    const found = await everything();
    let added = 0;
    for (const key of keys) {
      assert.match(found[key]!.slice(contents[key]!.length), /^\n*$/);
      added += found[key]!.length - contents[key]!.length;
    }
    assert.equal(added, 10);
  });

  it('is given up with the object’s key and the last reason', async () => {
    await playground.setFaults([{ kind: 'corrupt', match: { key: '^3/3\\.json$', operation: 'GetObject' } }]);
    const sentence = /^3\/3.json could not be read after 12 attempts: its bytes are not those its ETag promises.$/;
    await assert.rejects(everything(), failsWith('lake.read', sentence));
  });

  it('is asked by fewer at once while it wants that, and by more again afterwards', async () => {
    // More attempts than faults: who meets how many of them hangs on the machine.
    const lake = await lakeOn(playground, 's3://lake', { ...quick, retrying: { attempts: 201 } });
    const objects = await listed(lake);
    await playground.setFaults([
      { kind: 'slowDown503', times: 200, match: { operation: 'GetObject' } },
      { kind: 'delay', delayMs: 5, match: { operation: 'GetObject' } },
    ]);
    const many = { concurrency: 128 };
    assert.equal(Object.keys(await texts(lake.read(objects, many))).length, keys.length);
    await playground.setFaults([{ kind: 'slowDown503', times: 130 }]);
    assert.equal(Object.keys(await texts(lake.read(objects, many))).length, keys.length);
    await lake.close();
  });
});
