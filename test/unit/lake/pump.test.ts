import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import type { Fetched, LakeObject } from '../../../src/lake/lake.ts';
import { Pump } from '../../../src/lake/pump.ts';
import { Scope } from '../../../src/lake/scope.ts';
import { AdaptiveWindow } from '../../../src/lake/window.ts';

const object = (size: number, i: number): LakeObject => ({ key: `k${i}`, size, etag: undefined, modifiedMs: 0 });
const bodyOf = (one: LakeObject): Fetched => ({ object: one, body: Buffer.alloc(one.size) });

/** Fetches that end when they are told to, in the order they are told. */
function tapOf(options: { concurrency?: number; windowBytes?: number; signal?: AbortSignal } = {}) {
  const waiting: { object: LakeObject; end: (fetched: Fetched) => void; fail: (error: Error) => void }[] = [];
  const scope = new Scope(options.signal);
  const fetched = (objects: Iterable<LakeObject> | AsyncIterable<LakeObject>) =>
    new Pump(objects, one => new Promise<Fetched>((end, fail) => void waiting.push({ object: one, end, fail })), {
      window: new AdaptiveWindow(options.concurrency ?? 4),
      windowBytes: options.windowBytes ?? 1e9,
      scope,
    }).fetched();
  return { waiting, fetched, scope };
}

const settle = () => new Promise<void>(resolve => setImmediate(resolve));

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

describe('the pump', () => {
  it('hands over every object once, whatever the sizes, the order of arrival and the bounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(200), { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        fc.scheduler(),
        async (sizes, concurrency, windowBytes, isAsync, scheduler) => {
          const objects = sizes.map(object);
          let underWay = 0;
          let held = 0;
          const fetch = async (one: LakeObject): Promise<Fetched> => {
            underWay += 1;
            held += one.size;
            assert.ok(underWay <= concurrency);
            assert.ok(held <= windowBytes || held === one.size, 'one that is too large goes alone');
            await scheduler.schedule(Promise.resolve());
            underWay -= 1;
            return bodyOf(one);
          };
          const window = new AdaptiveWindow(concurrency);
          const pump = new Pump(isAsync ? asyncOf(objects) : objects, fetch, {
            window,
            windowBytes,
            scope: new Scope(),
          });
          const keys: string[] = [];
          const consumed = (async () => {
            for await (const one of pump.fetched()) {
              keys.push(one.object.key);
              await settle();
              held -= one.object.size;
            }
          })();
          await scheduler.waitFor(consumed);
          assert.deepEqual(keys.sort(), objects.map(one => one.key).sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('hands over in the order of arrival', async () => {
    const { waiting, fetched } = tapOf();
    const bodies = fetched([1, 2, 3].map(object));
    const first = bodies.next();
    await settle();
    waiting[2]!.end(bodyOf(waiting[2]!.object));
    assert.equal((await first).value?.object.key, 'k2');
    await bodies.return(undefined);
  });

  it('begins no more until what was fetched is taken', async () => {
    const { waiting, fetched } = tapOf({ windowBytes: 100 });
    const bodies = fetched([60, 40, 10].map(object));
    const first = bodies.next();
    await settle();
    assert.equal(waiting.length, 2);
    for (const { object: one, end } of waiting) end(bodyOf(one));
    await first;
    await settle();
    assert.equal(waiting.length, 2, 'both bodies are still held');
    await bodies.next();
    await settle();
    assert.equal(waiting.length, 3);
    await bodies.return(undefined);
  });

  it('counts what a small object grew to when it was decompressed', async () => {
    const { waiting, fetched } = tapOf({ windowBytes: 100 });
    const bodies = fetched([10, 10].map(object)[Symbol.iterator]() as IterableIterator<LakeObject>);
    const first = bodies.next();
    await settle();
    waiting[0]!.end({ object: waiting[0]!.object, body: Buffer.alloc(500) });
    assert.equal((await first).value?.object.key, 'k0');
    waiting[1]!.end(bodyOf(waiting[1]!.object));
    assert.equal((await bodies.next()).value?.object.key, 'k1');
    assert.ok((await bodies.next()).done);
  });

  it('fails as a whole with the first failure, of a fetch or of the source', async () => {
    const { waiting, fetched } = tapOf();
    const bodies = fetched([1, 2].map(object));
    const first = bodies.next();
    await settle();
    waiting[1]!.fail(new Error('first'));
    waiting[0]!.fail(new Error('second'));
    await assert.rejects(first, /first/);

    const source = (async function* () {
      yield object(1, 0);
      throw new Error('listing broke');
    })();
    await assert.rejects(tapOf().fetched(source).next(), /listing broke/);
  });

  it('ends at once when it is cancelled, whatever is still under way', async () => {
    const controller = new AbortController();
    const { fetched } = tapOf({ signal: controller.signal });
    const never = (async function* () {
      yield object(1, 0);
      await new Promise(() => {});
    })();
    const first = fetched(never).next();
    await settle();
    controller.abort();
    await assert.rejects(first, error => isSparkifyError(error) && error.code === 'cancelled');
    await assert.rejects(
      tapOf({ signal: controller.signal })
        .fetched([object(1, 0)])
        .next(),
      /Cancelled/,
    );
  });

  it('ends what is under way, and its source, when it is left early', async () => {
    let closed = false;
    const source = (async function* () {
      try {
        for (let i = 0; ; i++) yield object(1, i);
      } finally {
        closed = true;
      }
    })();
    const { waiting, fetched, scope } = tapOf();
    const bodies = fetched(source);
    const first = bodies.next();
    await settle();
    waiting[0]!.end(bodyOf(waiting[0]!.object));
    await first;
    await bodies.return(undefined);
    assert.ok(closed);
    assert.ok(scope.stopped);
  });
});
