import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderLake } from '../../../src/lake/folder/folder-lake.ts';
import { planPipeline } from '../../../src/pipeline/plan.ts';
import { day, lake, plays, song } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { atWork, usual } from '../../support/pipeline.ts';

const someLakes = () => lake({ songs: [song({ year: 1999 }), song()], events: day('2018-11-12', plays(3)) });

describe('where an export keeps its files for a moment', function () {
  this.timeout(30_000);

  it('is never a folder of the user, whatever that is called', () =>
    atWork(someLakes(), async ({ run, folder }) => {
      const theirs = join(folder, 'w.duckdb.export');
      await mkdir(theirs);
      await writeFile(join(theirs, 'mine.txt'), 'hands off');
      assert.equal((await run({ exports: [new FolderLake(theirs, {})] })).status, 'succeeded');
      assert.ok(existsSync(join(theirs, 'latest.json')) && existsSync(join(theirs, 'mine.txt')));
      assert.equal((await run({ exports: [new MemoryLake('memory://export/')] })).status, 'succeeded');
      assert.ok(existsSync(join(theirs, 'latest.json')) && existsSync(join(theirs, 'mine.txt')));
    }));

  it('goes with the next run where a run was killed, and only that of this warehouse', () =>
    atWork(someLakes(), async ({ run, folder }) => {
      const hex = '0123456789abcdef';
      const left = `.w.duckdb.sparkify-export-${hex}`;
      const others = [`.v.duckdb.sparkify-export-${hex}`, `${left}0`, '.w.duckdb.sparkify-export-mine'];
      for (const name of [left, ...others]) await mkdir(join(folder, name));
      await run();
      assert.ok(!existsSync(join(folder, left)));
      for (const name of others) assert.ok(existsSync(join(folder, name)), name);
    }));

  it('is no place for an export', () =>
    atWork(someLakes(), async ({ run, folder }) => {
      const inside = join(folder, '.w.duckdb.sparkify-export-0123456789abcdef', 'star');
      const { error } = await run({ exports: [new FolderLake(inside, {})] });
      assert.equal(error?.code, 'usage.option');
      assert.match(error!.message, /star\/ lies in a folder in which Sparkify keeps files for a moment/);
    }));
});

describe('an export and a source', function () {
  this.timeout(30_000);

  for (const [to, from] of [
    ['memory://lake/song_data/star/', 'memory://lake/song_data/'],
    ['memory://lake/', 'memory://lake/song_data/'],
    ['memory://lake/log_data/', 'memory://lake/log_data/'],
  ] as const) {
    it(`are refused where one lies in the other: ${to} and ${from}`, () =>
      atWork(someLakes(), async ({ run }) => {
        const { error } = await run({ exports: [new MemoryLake(to)] });
        assert.equal(error?.code, 'usage.option');
        assert.ok(error!.message.startsWith(`The export ${to} and the source ${from} lie one in the other`));
      }));
  }

  it('may lie side by side, also where their names begin alike', () =>
    atWork(someLakes(), async ({ run }) => {
      const beside = new MemoryLake('memory://lake/song_data-star/');
      assert.equal((await run({ exports: [beside] })).status, 'succeeded');
    }));
});

describe('an export in a folder that is named like a column and its value', function () {
  this.timeout(30_000);

  for (const name of ['year=2018', 'Month=x', 'level=paid']) {
    it(`is refused, for readers would find that value in every row: ${name}`, () =>
      atWork(someLakes(), async ({ run, warehouse }) => {
        const exports = [new MemoryLake(`memory://out/${name}/star/`)];
        const sentence = new RegExp(`folder named ${name}, which readers would take for the column`);
        const { error } = await run({ exports });
        assert.equal(error?.code, 'usage.option');
        assert.match(error!.message, sentence);
        const plan = planPipeline({ ...usual, exports }, warehouse, new AbortController().signal);
        await assert.rejects(plan, sentence);
      }));
  }

  it('is written where no column has that name', () =>
    atWork(someLakes(), async ({ run }) => {
      const exports = [new MemoryLake('memory://out/=/colour=red/')];
      assert.equal((await run({ exports })).status, 'succeeded');
    }));
});

describe('a partition', function () {
  this.timeout(30_000);

  // `title=` and 249 bytes are 255, the most a name can have; ü is 6 of them when it is encoded.
  for (const [title, length] of [
    ['x'.repeat(249), 255],
    ['x'.repeat(250), 256],
    ['ü'.repeat(100), 606],
  ] as const) {
    it(`whose folder has a name of ${length} bytes is ${length > 255 ? 'refused with the column and the length' : 'written'}`, () =>
      atWork(lake({ songs: [song({ title })], events: day('2018-11-12', plays(1)) }), async ({ run, folder }) => {
        const out = new FolderLake(join(folder, 'out'), {});
        const { error } = await run({ exports: [out], partitions: { songs: ['title'] } });
        if (length <= 255) return assert.equal(error, undefined);
        assert.equal(error?.code, 'usage.option');
        assert.match(error!.message, new RegExp(`^songs cannot be partitioned by title: .* ${length} bytes long`));
      }));
  }
});
