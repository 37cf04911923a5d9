import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { LakeObject } from '../../../src/lake/lake.ts';
import { lakeOn, listed, texts } from '../../support/lakes.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';

const sockets = () => process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>(resolve => setImmediate(resolve));
}

describe('reading very many objects', function () {
  this.timeout(60_000);
  let playground: PlaygroundProcess;
  before(async () => {
    const small = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [
        `${'ABCDE'[i % 5]}/${i}.json`,
        JSON.stringify({ i, text: 'x'.repeat(200) }),
      ]),
    );
    const large = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.json`, 'x'.repeat(1_000_000)]));
    playground = await startPlaygroundProcess({ buckets: { small: { objects: small }, large: { objects: large } } });
  });
  after(() => playground.stop());
  afterEach(() => playground.reset());

  it('holds no more requests under way than it may', async () => {
    const lake = await lakeOn(playground, 's3://small');
    const objects = await listed(lake, 'A/');
    await playground.reset();
    await playground.setFaults([{ kind: 'delay', delayMs: 10 }]);
    await texts(lake.read(objects, { concurrency: 10 }));
    assert.equal((await playground.stats()).mostAtOnce, 10);
    await lake.close();
  });

  it('holds no more bytes than it may, whoever is slow to take them', async () => {
    const lake = await lakeOn(playground, 's3://large');
    const objects = await listed(lake);
    const bodies = lake.read(objects, { windowBytes: 5_000_000 })[Symbol.asyncIterator]();
    for (let taken = 1; taken <= objects.length; taken++) {
      await bodies.next();
      assert.ok(((await playground.stats()).requests.GetObject ?? 0) < taken + 5);
    }
    assert.ok((await bodies.next()).done);
    await lake.close();
  });

  it('asks a store that is too busy with fewer requests at once', async () => {
    // More attempts than faults: with waits this short, one object may well meet dozens of them before the others have begun.
    const lake = await lakeOn(playground, 's3://small', { retrying: { attempts: 301 } });
    const objects = await listed(lake, 'A/');
    await playground.setFaults([{ kind: 'slowDown503', match: { operation: 'GetObject' }, times: 300 }]);
    let goOn = () => {};
    const areTaken = new Promise<void>(resolve => {
      goOn = resolve;
    });
    async function* inTwoParts(): AsyncGenerator<LakeObject> {
      yield* objects.slice(0, 128);
      await areTaken;
      yield* objects.slice(128, 256);
    }
    const busy = lake.read(inTwoParts(), { concurrency: 128 })[Symbol.asyncIterator]();
    for (let taken = 0; taken < 128; taken++) await busy.next();
    await playground.reset();
    await playground.setFaults([{ kind: 'delay', delayMs: 100 }]);
    goOn();
    for (let taken = 0; taken < 128; taken++) await busy.next();
    const { mostAtOnce } = await playground.stats();
    assert.ok(mostAtOnce > 1 && mostAtOnce < 100, `${mostAtOnce} at once`);
    assert.ok((await busy.next()).done);
    await lake.close();
  });

  it('keeps memory flat', async () => {
    const lake = await lakeOn(playground, 's3://small');
    async function* everything(): AsyncGenerator<LakeObject> {
      for (let round = 0; round < 6; round++) for await (const page of lake.list()) yield* page;
    }
    const heldBytes: number[] = [];
    let read = 0;
    for await (const one of lake.read(everything())) {
      assert.ok(!one.gone);
      read += 1;
      if (read % 10_000 === 0) heldBytes.push(bytesInUse());
    }
    const [first = 0, , last = Number.POSITIVE_INFINITY] = heldBytes;
    assert.ok(last - first < 8_000_000, heldBytes.join(', '));
    await lake.close();
  });

  it('ends within a second when it is cancelled, whatever the store does, and leaves no socket', async () => {
    for (const kind of ['delay', 'hang', 'stall', 'slowDown503'] as const) {
      const before = sockets();
      const lake = await lakeOn(playground, 's3://small', {
        retrying: { firstWaitMs: 60_000, longestWaitMs: 60_000 },
      });
      const objects = await listed(lake, 'A/');
      // The head of an answer to a PUT is all of it.
      await playground.setFaults([
        { kind: 'hang', match: { operation: 'PutObject' } },
        { kind, delayMs: 5_000 },
      ]);
      const controller = new AbortController();
      const reading = texts(lake.read(objects, { signal: controller.signal }));
      const listing = (async () => {
        for await (const _page of lake.list('', { signal: controller.signal }));
      })();
      const writing = lake.put('x', 'y', { signal: controller.signal });
      let startedMs = Number.POSITIVE_INFINITY;
      setTimeout(() => {
        startedMs = performance.now();
        controller.abort();
      }, 50);
      const results = await Promise.allSettled([reading, listing, writing]);
      assert.ok(performance.now() - startedMs < 1_000, kind);
      const outcomes = results.map(result => (result.status === 'rejected' ? result.reason.code : result.status));
      assert.deepEqual(outcomes, ['cancelled', 'cancelled', 'cancelled'], kind);
      await playground.reset();
      assert.equal((await listed(lake, 'A/')).length, objects.length, 'the lake can be used further');
      await lake.close();
      await until(() => sockets() <= before);
    }
  });

  it('ends what is under way when it is left early', async () => {
    const before = sockets();
    const lake = await lakeOn(playground, 's3://small');
    const objects = await listed(lake, 'B/');
    for await (const one of lake.read(objects)) {
      assert.ok(!one.gone);
      break;
    }
    await lake.close();
    await until(() => sockets() <= before);
  });
});
