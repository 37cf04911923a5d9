import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ahead } from '../../../src/pipeline/extract/ahead.ts';

async function* paged(pages: readonly (readonly number[])[], onDraw: () => void = () => {}) {
  for (const page of pages) {
    onDraw();
    yield page;
  }
}

const quiet = { most: 100, onEnd: () => {}, stop: () => {} };

describe('listing ahead', () => {
  it('hands over every item once and in order, however far it may run', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat()), { maxLength: 60 }),
        fc.integer({ min: 1, max: 300 }),
        async (pages, most) => {
          const taken: number[] = [];
          for await (const item of ahead(paged(pages), { ...quiet, most })) taken.push(item);
          assert.deepEqual(taken, pages.flat());
        },
      ),
    ));

  it('knows the end of the source before the last item is taken', async () => {
    let ended = false;
    const items = ahead(paged([[1], [2], [3]]), { ...quiet, onEnd: () => (ended = true) });
    await items.next();
    await new Promise(setImmediate);
    assert.ok(ended);
    await items.return(undefined);
  });

  it('never holds more than a page beyond its bound', async () => {
    let drawn = 0;
    const items = ahead(
      paged(
        Array.from({ length: 50 }, () => [1, 2]),
        () => drawn++,
      ),
      { ...quiet, most: 6 },
    );
    await items.next();
    await new Promise(setImmediate);
    assert.equal(drawn, 3);
    await items.return(undefined);
  });

  it('stops the source when nobody takes any more, and waits for its end', async () => {
    let stopped = false;
    let closed = false;
    async function* endless() {
      try {
        while (!stopped) yield [0];
      } finally {
        closed = true;
      }
    }
    const items = ahead(endless(), { ...quiet, most: 3, stop: () => (stopped = true) });
    await items.next();
    await items.return(undefined);
    assert.ok(stopped && closed);
  });

  it('fails as the source fails, after what came before', async () => {
    async function* failing() {
      yield [1, 2];
      throw new Error('gone');
    }
    const taken: number[] = [];
    const take = async () => {
      for await (const item of ahead(failing(), quiet)) taken.push(item);
    };
    await assert.rejects(take, /gone/);
    assert.deepEqual(taken, [1, 2]);
  });
});
