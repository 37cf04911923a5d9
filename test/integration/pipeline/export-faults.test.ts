import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { SparkifyError } from '../../../src/base/errors.ts';
import { readManifest } from '../../../src/pipeline/export/manifest.ts';
import type { PipelineOptions } from '../../../src/pipeline/options.ts';
import { addDay, day, lake, plays, song } from '../../support/lake-builder.ts';
import { type Interference, MemoryLake } from '../../support/memory-lake.ts';
import { atWork, type Workplace } from '../../support/pipeline.ts';

const someLakes = () => lake({ songs: [song({ year: 1999 }), song()], events: day('2018-11-12', plays(3)) });
const denied = () => new SparkifyError('lake.write', 'The lake is out of order.');
const parquetIn = (to: MemoryLake, prefix = '') =>
  to.keys.filter(key => key.startsWith(prefix) && key.endsWith('.parquet'));
const snapshotsIn = (to: MemoryLake) =>
  [...new Set(to.keys.filter(key => key.startsWith('runs/')).map(key => key.split('/')[1]))].sort();

/** That a reader who follows latest.json finds every file it counts, and no other beside them. */
async function assertWhole(to: MemoryLake): Promise<void> {
  const manifest = await readManifest(to);
  for (const { path, files, bytes } of Object.values(manifest!.tables)) {
    const found = parquetIn(to, path);
    assert.equal(found.length, files, path);
    assert.equal(
      found.reduce((sum, key) => sum + to.size(key), 0),
      bytes,
      path,
    );
  }
}

/** A first export that succeeds, a day more, and a second export that the lake interferes with. */
async function secondExport(
  interfere: (to: MemoryLake) => Interference,
  then: (to: MemoryLake, place: Workplace, second: Awaited<ReturnType<Workplace['run']>>) => Promise<void>,
  options: Partial<PipelineOptions> = {},
): Promise<void> {
  const lakes = someLakes();
  const to = new MemoryLake('memory://export/');
  await atWork(lakes, async place => {
    assert.equal((await place.run({ exports: [to], ...options })).status, 'succeeded');
    addDay(lakes, day('2018-12-13', plays(2, { sessionId: 2 })));
    to.interfere = interfere(to);
    const second = await place.run({ exports: [to], ...options });
    to.interfere = () => {};
    await then(to, place, second);
  });
}

const failingAt =
  (pattern: RegExp, action = 'put') =>
  (): Interference =>
  (done, key) => {
    if (done === action && pattern.test(key)) throw denied();
  };

describe('an export to a lake that fails', function () {
  this.timeout(30_000);

  for (const key of ['songs/', 'month=12', 'export.json', 'latest.json']) {
    it(`at ${key} leaves nothing but the export that was there, and the next run writes it`, () =>
      secondExport(failingAt(new RegExp(key)), async (to, { run, folder }, second) => {
        assert.deepEqual(second.error, { code: 'lake.write', message: 'The lake is out of order.' });
        assert.deepEqual(snapshotsIn(to), ['1']);
        await assertWhole(to);
        assert.deepEqual(
          (await readdir(folder)).filter(name => name.includes('export')),
          [],
        );
        const third = await run({ exports: [to] });
        assert.equal(third.status, 'succeeded');
        assert.equal(third.objects.read, 0);
        assert.deepEqual(snapshotsIn(to), ['1', '3']);
        await assertWhole(to);
      }));
  }

  it('to answer for latest.json, which arrived all the same, leaves what readers are at', () =>
    secondExport(failingAt(/latest\.json/, 'arrived'), async (to, { run }, second) => {
      assert.equal(second.status, 'failed');
      assert.equal((await readManifest(to))!.run, 2);
      await assertWhole(to);
      assert.equal((await run({ exports: [to] })).status, 'succeeded');
      await assertWhole(to);
    }));

  it('tells the first failure, also where what was uploaded cannot be taken back', () =>
    secondExport(
      () => (action, key) => {
        if (action === 'delete') throw new Error('not allowed');
        if (action === 'put' && key.includes('users')) throw denied();
      },
      async (to, { run }, second) => {
        assert.equal(second.error?.message, 'The lake is out of order.');
        await assertWhole(to);
        assert.deepEqual(snapshotsIn(to), ['1', '2']);
        await run({ exports: [to] });
        assert.deepEqual(snapshotsIn(to), ['1', '3'], 'what it left goes with the next export');
      },
    ));

  it('stops at the first failure, instead of trying every file', () => {
    const lakes = lake({ events: day('2018-11-12', plays(1)) });
    lakes.songs.set(
      'all.json',
      Array.from({ length: 200 }, (_, i) => JSON.stringify(song({ song_id: `S${i}`, year: 1800 + i }))).join('\n'),
    );
    const to = new MemoryLake('memory://export/');
    let puts = 0;
    to.interfere = (action, key) => {
      if (action !== 'put' || !key.endsWith('.parquet')) return;
      puts++;
      if (puts === 1) throw denied();
    };
    return atWork(lakes, async ({ run }) => {
      assert.equal((await run({ exports: [to] })).error?.code, 'lake.write');
      assert.ok(puts <= 64, `${puts} of more than 200 files were tried`);
      assert.deepEqual(to.keys, []);
    });
  });

  it('is cancelled at once, and leaves nothing', () => {
    const stop = new AbortController();
    const lakes = someLakes();
    const to = new MemoryLake('memory://export/');
    to.interfere = (_, key) => void (key.includes('songs/') && stop.abort());
    return atWork(lakes, async ({ run }) => {
      const cancelled = await run({ exports: [to] }, { signal: stop.signal });
      assert.equal(cancelled.status, 'cancelled');
      assert.deepEqual(to.keys, []);
      to.interfere = () => {};
      const finished = await run({ exports: [to] });
      assert.equal(finished.status, 'succeeded');
      assert.deepEqual(
        finished.steps.map(({ name }) => name),
        ['create', 'extract', 'transform', 'check', 'export'],
      );
      await assertWhole(to);
    });
  });
});

describe('an export at stable paths', function () {
  this.timeout(30_000);
  const plain = { layout: 'plain' } as const;

  it('has each table under its name: new files first, then latest.json, then the old ones go', () => {
    const order: string[] = [];
    return secondExport(
      () => (action, key) => void order.push(`${action} ${key.replace(/.*\//, '').replace(/run-(\d).*/, 'file $1')}`),
      async to => {
        await assertWhole(to);
        assert.deepEqual(
          [...new Set(to.keys.map(key => key.split('/')[0]))],
          ['artists', 'latest.json', 'songplays', 'songs', 'time', 'users'],
        );
        const latest = order.indexOf('put latest.json');
        assert.ok(order.lastIndexOf('put file 2') < latest);
        assert.ok(order.indexOf('delete file 1') > latest);
        assert.ok(!order.includes('delete file 2'));
      },
      plain,
    );
  });

  it('takes back what it uploaded when the lake fails, so that a reader by glob sees the old rows once', () =>
    secondExport(
      failingAt(/users/),
      async (to, _, second) => {
        assert.equal(second.status, 'failed');
        await assertWhole(to);
        assert.ok(parquetIn(to).every(key => key.includes('/run-1-')));
      },
      plain,
    ));

  it('leaves alone what is not Parquet, and what lies beside the tables', () =>
    secondExport(
      to => {
        to.set('songs/README.md', 'mine').set('other/x.parquet', 'mine').set('songs/year=1700/old.parquet', 'theirs');
        return () => {};
      },
      async to => {
        assert.equal(to.text('songs/README.md'), 'mine');
        assert.equal(to.text('other/x.parquet'), 'mine');
        assert.ok(!to.keys.includes('songs/year=1700/old.parquet'), 'a table holds its own rows only');
        await assertWhole(to);
      },
      plain,
    ));
});

describe('two warehouses that export to one place', function () {
  this.timeout(30_000);

  it('write snapshots of their own, each whole, also at the same moment', async () => {
    const to = new MemoryLake('memory://export/');
    let waiting = 0;
    let goOn = () => {};
    const both = new Promise<void>(resolve => {
      goOn = resolve;
    });
    // Neither takes a folder before the other has looked which are free.
    to.interfere = async (action, key) => {
      if (action !== 'list' || key !== 'runs/' || waiting === 2) return;
      if (++waiting === 2) goOn();
      await both;
    };
    const runs = [1, 2].map(n =>
      atWork(lake({ events: day('2018-11-12', plays(n)) }), ({ run }) => run({ exports: [to], keep: 1 })),
    );
    const accounts = await Promise.all(runs);
    assert.deepEqual(
      accounts.map(({ status, error }) => error ?? status),
      ['succeeded', 'succeeded'],
    );
    await assertWhole(to);
    const stems = new Map<string, Set<string>>();
    for (const key of parquetIn(to)) {
      const [, snapshot, stem] = /^runs\/([^/]+)\/.*\/run-1-(\w+)-/.exec(key)!;
      stems.set(snapshot!, (stems.get(snapshot!) ?? new Set()).add(stem!));
    }
    for (const [snapshot, found] of stems) assert.equal(found.size, 1, `${snapshot} holds files of two exports`);
  });

  it('leave what the other is writing, until it is a day old; what one of them left it removes itself', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      const to = new MemoryLake('memory://export/');
      await run({ steps: ['create'] });
      const [meta] = await connection.rows<{ id: string }>('SELECT id FROM books.meta');
      to.set('runs/70/_writer', meta!.id).set('runs/70/songs/half.parquet', '');
      to.set('runs/71/_writer', 'another').set('runs/71/songs/half.parquet', '');
      to.set('runs/72/songs/rest-of-a-removal.parquet', '');
      to.set('runs/73/_writer', 'another', { modifiedMs: Date.now() - 25 * 3_600_000 });
      await run({ exports: [to] });
      assert.deepEqual(snapshotsIn(to), ['2', '71']);
    }));
});
