import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { ResultRows, type Row } from '../../../src/renderers/grid/result-rows.ts';
import { resultPayload } from '../../support/payloads.ts';

const numbered = (from: number, to: number): Row[] => Array.from({ length: to - from }, (_, i) => [String(from + i)]);

interface Asked {
  readonly offset: number;
  readonly limit: number;
  answer(rowCount?: number, rows?: readonly Row[]): Promise<void>;
  refuse(sentence: string): Promise<void>;
}

/** Rows of a result, and what they ask for, answered by the test. */
function rowsOf(rowCount: number, here = 200) {
  const asked: Asked[] = [];
  const drawn = { times: 0 };
  const payload = resultPayload(['n BIGINT'], numbered(0, Math.min(here, rowCount)), { rowCount });
  const rows = new ResultRows(
    payload,
    (offset, limit, signal) =>
      new Promise((resolve, reject) => {
        const abort = () => reject(new Error('No longer wanted.'));
        signal.addEventListener('abort', abort);
        asked.push({
          offset,
          limit,
          answer: async (count = rowCount, page = numbered(offset, offset + limit)) => {
            signal.removeEventListener('abort', abort);
            resolve({ type: 'page', request: '', rows: page, rowCount: count });
            await nextTurn();
          },
          refuse: async sentence => {
            reject(new Error(sentence));
            await nextTurn();
          },
        });
      }),
    () => drawn.times++,
  );
  return { rows, asked, drawn };
}

describe('the rows of a result', () => {
  it('of the first page are there without asking', () => {
    const { rows, asked } = rowsOf(1000);
    rows.want(0, 30);
    assert.deepEqual(rows.at(199), ['199']);
    assert.equal(rows.at(200), undefined);
    assert.deepEqual(asked, []);
  });

  it('are asked for page by page, the last one no longer than the result', async () => {
    const { rows, asked } = rowsOf(450);
    rows.want(390, 440);
    assert.deepEqual(
      asked.map(({ offset, limit }) => [offset, limit]),
      [
        [200, 200],
        [400, 50],
      ],
    );
    for (const each of asked) await each.answer();
    assert.deepEqual([rows.at(399), rows.at(449)], [['399'], ['449']]);
    assert.equal(rows.isLoading, false);
  });

  it('are not asked for on the way by who scrolls fast', async () => {
    const { rows, asked } = rowsOf(100_000);
    for (let first = 0; first < 50_000; first += 400) rows.want(first, first + 30);
    assert.equal(asked.length, 2);
    while (rows.isLoading) for (const each of asked) await each.answer();
    assert.deepEqual(rows.at(49_600), ['49600']);
    assert.equal(asked.length, 3);
  });

  it('that are refused are not asked for again until the person says so', async () => {
    const { rows, asked, drawn } = rowsOf(1000);
    rows.want(300, 330);
    await asked[0]!.refuse('The kernel is gone.');
    assert.deepEqual(rows.failure, { offset: 200, limit: 200, sentence: 'The kernel is gone.' });
    rows.want(300, 330);
    assert.equal(asked.length, 1);
    assert.ok(drawn.times > 0);
    rows.retry();
    assert.equal(rows.failure, undefined);
    await asked[1]!.answer();
    assert.deepEqual(rows.at(300), ['300']);
  });

  it('that come too few are a failure, not a page asked for over and over', async () => {
    const { rows, asked } = rowsOf(1000);
    rows.want(300, 330);
    await asked[0]!.answer(1000, numbered(200, 250));
    assert.match(rows.failure!.sentence, /Fewer rows/);
    assert.equal(asked.length, 1);
  });

  it('grow in number while the result does', async () => {
    const { rows, asked } = rowsOf(250);
    rows.want(240, 249);
    await asked[0]!.answer(600);
    assert.equal(rows.reach, 600);
    rows.want(240, 270);
    assert.deepEqual([asked[1]!.offset, asked[1]!.limit], [200, 200]);
    await asked[1]!.answer(600);
    assert.deepEqual(rows.at(270), ['270']);
  });

  it('far from where the person looks are let go of', async () => {
    const { rows, asked } = rowsOf(1_000_000);
    for (let page = 1; page < 200; page++) {
      rows.want(page * 200, page * 200 + 20);
      await asked.at(-1)!.answer();
    }
    assert.equal(rows.at(300), undefined);
    assert.deepEqual(rows.at(199 * 200), ['39800']);
    let held = 0;
    for (let page = 1; page < 200; page++) if (rows.at(page * 200)) held++;
    assert.ok(held <= 50);
  });

  it('are no more than those here where nobody can be asked', () => {
    const payload = resultPayload(['n BIGINT'], numbered(0, 200), { rowCount: 1000 });
    const rows = new ResultRows(payload, undefined, () => assert.fail('nothing changes'));
    rows.want(150, 400);
    assert.deepEqual([rows.reach, rows.rowCount, rows.isLoading], [200, 1000, false]);
  });

  it('are silent once closed', async () => {
    const { rows, asked, drawn } = rowsOf(1000);
    rows.want(300, 330);
    rows.close();
    const { times } = drawn;
    await asked[0]!.answer();
    rows.want(600, 630);
    assert.deepEqual([asked.length, drawn.times], [1, times]);
  });

  it('are those of the result at every place, in whatever order one looks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 0, max: 300 }),
        fc.array(fc.nat(3000), { minLength: 1, maxLength: 8 }),
        async (rowCount, here, looks) => {
          const { rows, asked } = rowsOf(rowCount, here);
          for (const look of looks.map(place => place % rowCount)) {
            rows.want(look, look + 20);
            while (rows.isLoading) for (const each of asked.splice(0)) await each.answer();
            for (let i = look; i <= Math.min(look + 20, rowCount - 1); i++) assert.deepEqual(rows.at(i), [String(i)]);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
