import assert from 'node:assert/strict';
import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderLake } from '../../../src/lake/folder/folder-lake.ts';
import type { Lake } from '../../../src/lake/lake.ts';
import { publishedTables } from '../../../src/pipeline/export/published.ts';
import type { PipelineOptions } from '../../../src/pipeline/options.ts';
import { addDay, day, event, lake, play, plays, song } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { type Account, atWork, inOrder, starOf, type Workplace } from '../../support/pipeline.ts';

const someLakes = () => lake({ songs: [song({ year: 1999 }), song()], events: day('2018-11-12', plays(3)) });
const toExport = (options?: ConstructorParameters<typeof MemoryLake>[1]) => new MemoryLake('memory://export/', options);

const stepOf = ({ events }: Account) =>
  events.find(one => one.type === 'step' && one.step === 'export' && one.state !== 'started');
const wasSkipped = (account: Account) => {
  const step = stepOf(account);
  return step?.type === 'step' && step.state === 'skipped';
};
const folders = (keys: readonly string[], depth = 2) =>
  [...new Set(keys.filter(key => key.includes('/')).map(key => key.split('/').slice(0, depth).join('/')))].sort();

/** What a reader finds who follows `latest.json`, held against the tables themselves. */
async function assertReadsBack({ connection }: Workplace, exported: Lake): Promise<void> {
  const star = await starOf(connection);
  for (const { table, readCall, rows } of await publishedTables(exported)) {
    const columns = await connection.rows<{ name: string }>(
      `SELECT column_name AS name FROM duckdb_columns() WHERE table_name = '${table}' AND database_name = current_database() ORDER BY column_index`,
    );
    const read = await connection.rows(`SELECT ${columns.map(column => column.name).join(', ')} FROM ${readCall}`);
    assert.deepEqual(inOrder(read.map(row => Object.values(row))), star[table]);
    assert.equal(read.length, rows);
  }
}

describe('an export', function () {
  this.timeout(30_000);

  it('is a snapshot of its own, made visible by latest.json', () => {
    const to = toExport();
    const order: string[] = [];
    to.interfere = (action, key) => void (action === 'put' && order.push(key));
    return atWork(someLakes(), async ({ run }) => {
      const account = await run({ exports: [to] });
      assert.deepEqual(
        folders(to.keys, 4).map(key => key.replace(/run-1-\w+-0/, 'FILE')),
        [
          'runs/1/_writer',
          'runs/1/artists/FILE.parquet',
          'runs/1/export.json',
          'runs/1/songplays/year=2018',
          'runs/1/songs/year=0',
          'runs/1/songs/year=1999',
          'runs/1/time/year=2018',
          'runs/1/users/FILE.parquet',
        ],
      );
      assert.equal(order[0], 'runs/1/_writer');
      assert.deepEqual(order.slice(-2), ['runs/1/export.json', 'latest.json']);
      const { version, run: number, tables } = JSON.parse(to.text('latest.json'));
      assert.deepEqual([version, number], [1, 1]);
      const { bytes, ...songs } = tables.songs;
      assert.deepEqual(songs, {
        path: 'runs/1/songs/',
        rows: 2,
        files: 2,
        partitions: [{ name: 'year', type: 'INTEGER' }],
      });
      const parquet = to.keys.filter(key => key.endsWith('.parquet'));
      const written = parquet.reduce((sum, key) => sum + to.size(key), 0);
      assert.deepEqual(account.exports, [{ uri: to.uri, files: parquet.length, bytes: written }]);
      assert.ok(bytes > 0 && bytes < written);
    });
  });

  it('reads back row for row, by the call that is printed for it', () =>
    atWork(someLakes(), async place => {
      const exported = new FolderLake(join(place.folder, "it's an export"), {});
      assert.equal((await place.run({ exports: [exported] })).status, 'succeeded');
      await assertReadsBack(place, exported);
      assert.match(
        (await publishedTables(exported))[0]!.readCall,
        /hive_types = \{'year': INTEGER, 'month': INTEGER\}\)$/,
      );
      assert.match(await readlink(join(place.folder, "it's an export", 'latest')), /^runs\/1\/?$/);
    }));

  for (const name of ['[a]*b?', "it's [[", 'a=b', '{a,b}', 'ü +%#&']) {
    it(`reads back from a folder called ${name}`, () =>
      atWork(someLakes(), async place => {
        const exported = new FolderLake(join(place.folder, name), {});
        assert.equal((await place.run({ exports: [exported] })).status, 'succeeded');
        await assertReadsBack(place, exported);
      }));
  }

  it('reads back whatever stands in partition columns', () => {
    const levels = ['a/b', 'a=b', '%41', 'ü 😀', ' ', "'", '+', '&', '?#', null, ''];
    const lakes = lake({
      songs: [song({ artist_name: 'A', artist_location: 'x/y' }), song({ artist_id: 'AR2', artist_location: null })],
      events: day(
        '2018-11-12',
        levels.map((gender, i) => play({ gender, userId: `${i}`, level: null })),
      ),
    });
    return atWork(lakes, async place => {
      const exported = new FolderLake(join(place.folder, 'out'), {});
      const partitions = {
        users: ['gender'],
        artists: ['location', 'latitude'],
        songs: ['artist_id'],
        songplays: ['start_time'],
        time: [],
      };
      assert.equal((await place.run({ exports: [exported], partitions })).error, undefined);
      await assertReadsBack(place, exported);
    });
  });

  it('can be read where a table has no rows', () =>
    atWork(lake({ songs: 1, events: day('2018-11-12', [event()]) }), async place => {
      const exported = new FolderLake(join(place.folder, 'out'), {});
      assert.equal((await place.run({ exports: [exported] })).error, undefined);
      await assertReadsBack(place, exported);
      const readCall = (await publishedTables(exported)).find(({ table }) => table === 'songplays')!.readCall;
      assert.deepEqual(await place.connection.rows(`SELECT year, month FROM ${readCall}`), []);
    }));

  it("has the seeds' layout of thousands of partitions, in slices that fit in memory", () => {
    const songs = Array.from({ length: 1100 }, (_, i) => song({ artist_id: `AR${i}`, year: 1990 + (i % 3) }));
    const lakes = lake({ events: day('2018-11-12', plays(1)) });
    lakes.songs.set('all.json', songs.map((one, i) => JSON.stringify({ ...one, song_id: `SO${i}` })).join('\n'));
    return atWork(lakes, async place => {
      const exported = new MemoryLake(`${place.folder}/out/`);
      const account = await place.run({ exports: [exported], partitions: { songs: ['year', 'artist_id'] } });
      assert.equal(account.error, undefined);
      await exported.toDisk();
      const [table] = (await publishedTables(exported)).filter(one => one.table === 'songs');
      assert.deepEqual([table!.rows, table!.files], [1101, 1101]);
      await assertReadsBack(place, exported);
    });
  });

  it('is left alone while nothing changed, and written anew when the star, its partitions or its layout did', () => {
    const lakes = someLakes();
    const to = toExport();
    return atWork(lakes, async ({ run }) => {
      const again = (options: Partial<PipelineOptions> = {}) => run({ exports: [to], ...options });
      await again();
      const unchanged = await again();
      assert.ok(wasSkipped(unchanged));
      assert.equal(unchanged.status, 'unchanged');
      assert.ok(!wasSkipped(await again({ partitions: { songs: [] } })));
      assert.ok(!wasSkipped(await again({ layout: 'plain' })));
      assert.ok(wasSkipped(await again({ layout: 'plain' })));
      addDay(lakes, day('2018-11-13', plays(1, { sessionId: 2 })));
      assert.ok(!wasSkipped(await again({ layout: 'plain' })));
      assert.ok(!wasSkipped(await again({ layout: 'plain', full: true })));
    });
  });

  it('is written anew where it went missing, whole or in part', () => {
    const to = toExport();
    return atWork(someLakes(), async ({ run }) => {
      await run({ exports: [to] });
      to.remove('latest.json');
      assert.ok(!wasSkipped(await run({ exports: [to] })));
      for (const key of to.keys.filter(key => key.startsWith('runs/2/'))) to.remove(key);
      assert.ok(!wasSkipped(await run({ exports: [to] })));
      to.set('latest.json', to.text('latest.json').replace('"run": 3', '"run": 9'));
      assert.ok(!wasSkipped(await run({ exports: [to] })));
      assert.ok(wasSkipped(await run({ exports: [to] })));
    });
  });

  it('keeps as many snapshots as it is told, and what is none', () => {
    const to = toExport();
    to.set('runs/README.txt', 'hands off').set('runs/mine/x.parquet', 'hands off');
    return atWork(someLakes(), async ({ run }) => {
      for (let i = 0; i < 3; i++) await run({ exports: [to], full: true });
      assert.deepEqual(folders(to.keys), ['runs/2', 'runs/3', 'runs/README.txt', 'runs/mine']);
      await run({ exports: [to], full: true, keep: 1 });
      assert.deepEqual(folders(to.keys), ['runs/4', 'runs/README.txt', 'runs/mine']);
    });
  });

  it('goes to every place that is named', () => {
    const [one, other] = [toExport(), new MemoryLake('memory://other/')];
    return atWork(someLakes(), async ({ run }) => {
      await run({ exports: [one] });
      const account = await run({ exports: [one, other] });
      assert.deepEqual(
        account.exports.map(({ uri }) => uri),
        ['memory://other/'],
      );
      assert.deepEqual(folders(other.keys), ['runs/2']);
    });
  });

  it('begins again beside the snapshots of a warehouse that is no more', async () => {
    const to = toExport();
    await atWork(someLakes(), ({ run }) => run({ exports: [to] }));
    await atWork(someLakes(), ({ run }) => run({ exports: [to] }));
    assert.deepEqual(folders(to.keys), ['runs/1', 'runs/1-2']);
    assert.equal(JSON.parse(to.text('latest.json')).tables.songs.path, 'runs/1-2/songs/');
  });

  it('makes the link "latest" where the lake has links, and goes on without where that fails', () => {
    const to = toExport({ hasLinks: true });
    return atWork(someLakes(), async ({ run }) => {
      await run({ exports: [to] });
      assert.deepEqual([...to.links], [['latest', 'runs/1/']]);
      to.interfere = (_, key) => {
        if (key === 'latest') throw new Error('no links on this disk');
      };
      const account = await run({ exports: [to], full: true });
      assert.equal(account.status, 'succeeded');
      assert.ok(account.events.some(one => one.type === 'warning' && /without the link.*no links/.test(one.message)));
    });
  });
});
