import assert from 'node:assert/strict';
import { SparkifyError } from '../../../src/base/errors.ts';
import type { LakeObject } from '../../../src/lake/lake.ts';
import { until } from '../../editor/until.ts';
import { addDay, day, dayKey, lake, plays, song } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { type Account, atWork, starOf } from '../../support/pipeline.ts';

const days = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const date = `2018-11-${String(i + 1).padStart(2, '0')}`;
    return day(date, plays(2, { sessionId: i }));
  });

const warnings = ({ events }: Account) => events.flatMap(one => (one.type === 'warning' ? [one.message] : []));
/** Without a star: for what happens before one is built. */
const alone = { steps: ['create', 'extract'] } as const;

const noted = ({ events }: Account, step: string) =>
  events.flatMap(one => (one.type === 'step' && one.step === step && 'note' in one ? [one.note] : [])).join();

describe('extract', function () {
  this.timeout(30_000);

  it('reads nothing when nothing changed, and says so', () => {
    const lakes = lake({ songs: 3, events: days(2) });
    return atWork(lakes, async ({ run }) => {
      const first = await run();
      assert.deepEqual(first.objects, { listed: 5, skipped: 0, read: 5, unchanged: 0, removed: 0 });
      assert.equal(first.status, 'succeeded');
      lakes.songs.reads.length = lakes.events.reads.length = 0;
      const second = await run();
      assert.deepEqual(second.objects, { listed: 5, skipped: 0, read: 0, unchanged: 5, removed: 0 });
      assert.equal(second.status, 'unchanged');
      assert.deepEqual([...lakes.songs.reads, ...lakes.events.reads], []);
      assert.equal(second.checks.length, first.checks.length, 'it still checks');
    });
  });

  it('loads an object once however often it is listed, in one batch or in several', async () => {
    const order = (objects: readonly LakeObject[]) => [...objects, ...objects, ...objects];
    for (const batchObjects of [1, 100]) {
      await atWork(lake({ songs: 2, events: days(2) }, { order, pageSize: 1 }), async ({ run, connection }) => {
        const account = await run({ ...alone, batchObjects });
        assert.equal(account.error, undefined);
        assert.equal((await connection.rows('FROM staging_events')).length, 4);
        assert.equal((await connection.rows('FROM books.objects')).length, 4);
      });
    }
  });

  it('reads an object again when its ETag is another, or its size or time where there are no ETags', async () => {
    for (const hasEtags of [true, false]) {
      const lakes = lake({ songs: 1, events: days(3) }, { hasEtags });
      await atWork(lakes, async ({ run, connection }) => {
        await run();
        addDay(lakes, day('2018-11-02', plays(2, { sessionId: 1, userAgent: 'Mozilla/6.0' })));
        lakes.events.reads.length = 0;
        assert.equal((await run()).objects.read, 1);
        assert.deepEqual(lakes.events.reads, [dayKey('2018-11-02')]);
        const rows = await connection.rows(`SELECT DISTINCT user_agent FROM songplays WHERE session_id = 1`);
        assert.deepEqual(rows, [{ user_agent: 'Mozilla/6.0' }]);
        assert.equal((await run()).status, 'unchanged');
      });
    }
  });

  it('skips what is no data by its name, and counts it', () => {
    const lakes = lake({ songs: 1, events: days(1) });
    for (const key of ['_SUCCESS', '.hidden.json', 'a/README.md', 'folder/']) lakes.songs.set(key, 'x');
    return atWork(lakes, async ({ run }) => {
      const { objects, rejects } = await run(alone);
      assert.deepEqual([objects.listed, objects.skipped, objects.read, rejects], [2, 4, 2, 0]);
    });
  });

  it('takes keys as they are, whatever they hold', () => {
    const lakes = lake({ songs: 1, events: days(1) });
    const keys = [`it's "quoted"; --.json`, 'a b+c%20#?.json', 'ü/😀/\\x.json', `$lake.json`];
    for (const [i, key] of keys.entries()) lakes.songs.set(key, JSON.stringify(song({ song_id: `K${i}` })));
    return atWork(lakes, async ({ run, connection }) => {
      await run();
      lakes.songs.set(keys[0]!, JSON.stringify(song({ song_id: 'K0', title: 'new' })));
      for (const key of keys.slice(1)) lakes.songs.remove(key);
      const second = await run({ prune: true });
      assert.deepEqual([second.objects.read, second.objects.removed], [1, 3]);
      const rows = await connection.rows(
        `SELECT song_id, title, object FROM staging_songs JOIN songs USING (song_id, title) WHERE song_id LIKE 'K%'`,
      );
      assert.deepEqual(rows, [{ song_id: 'K0', title: 'new', object: `${lakes.songs.uri}${keys[0]}` }]);
    });
  });

  it('knows an object by what it is read as, where songs and events lie in one another', () => {
    const { songs, events } = lake({ songs: 1, events: days(2) });
    const inside = new MemoryLake(`${songs.uri}logs/`);
    for (const key of events.keys) inside.set(key, events.text(key));
    return atWork({ songs, events: inside }, async ({ run, connection }) => {
      const options = { ...alone, maxRejects: { share: 1 } };
      assert.equal((await run(options)).error, undefined);
      for (const key of events.keys) songs.set(`logs/${key}`, events.text(key));
      assert.equal((await run({ ...options, batchObjects: 1 })).error, undefined);
      const counts = await connection.rows(
        'SELECT kind, count(*) AS n, sum(rows)::INTEGER AS rows FROM books.objects GROUP BY 1 ORDER BY 1',
      );
      assert.deepEqual(counts, [
        { kind: 'events', n: 2, rows: 4 },
        { kind: 'songs', n: 3, rows: 1 },
      ]);
      assert.equal((await run(options)).status, 'unchanged');
      assert.equal((await run({ ...options, full: true })).error, undefined);
    });
  });

  it('leaves out what vanishes while the lake is read, and tells of it', () => {
    const lakes = lake({ songs: 2, events: days(2) });
    lakes.events.interfere = (action, key) =>
      void (action === 'read' && lakes.events.remove(key.replace('-01', '-02')));
    return atWork(lakes, async ({ run }) => {
      const account = await run(alone);
      assert.equal(account.status, 'succeeded');
      assert.equal(account.tables.staging_events?.rows, 2);
      assert.deepEqual(warnings(account), [
        'memory://lake/log_data/2018/11/2018-11-02-events.json vanished while the lake was read; it is left out.',
      ]);
    });
  });

  it('enters what it really read, when an object changes after it was listed', () => {
    const lakes = lake({ songs: 1, events: days(1) });
    const late = day('2018-11-01', plays(5));
    lakes.events.interfere = action => void (action === 'read' && addDay(lakes, late));
    return atWork(lakes, async ({ run }) => {
      assert.equal((await run(alone)).tables.staging_events?.rows, 5);
      lakes.events.interfere = () => {};
      assert.equal((await run(alone)).status, 'unchanged');
    });
  });

  it('keeps what was committed when the lake fails, says why, and goes on from there', () => {
    const lakes = lake({ songs: 20, events: days(10) });
    const failing = dayKey('2018-11-08');
    lakes.events.interfere = (action, key) => {
      if (action === 'read' && key === failing) throw new SparkifyError('lake.read', `${key} could not be read.`);
    };
    return atWork(lakes, async ({ run, connection }) => {
      const failed = await run({ batchObjects: 1, maxRejects: { lines: 0 } });
      assert.deepEqual(failed.error, { code: 'lake.read', message: `${failing} could not be read.` });
      assert.equal(failed.objects.listed, 30);
      const { loaded } = await connection.one<{ loaded: number }>('SELECT count(*) AS loaded FROM books.objects');
      assert.equal(failed.objects.read, loaded);
      assert.ok(loaded >= 5 && loaded < 30, `${loaded} objects were loaded`);
      const [entry] = await connection.rows('SELECT status, error_code, read FROM books.runs');
      assert.deepEqual(entry, { status: 'failed', error_code: 'lake.read', read: loaded });
      lakes.events.interfere = () => {};
      const finished = await run({ batchObjects: 3 });
      assert.equal(finished.status, 'succeeded');
      assert.equal(finished.objects.read, 30 - loaded);
      assert.equal(finished.tables.songplays?.rows, 20);
    });
  });

  it('loads what it has while it reads on', () => {
    const lakes = lake({ events: days(3) });
    return atWork(lakes, async ({ run, connection }) => {
      let loaded = 0;
      lakes.events.interfere = async (action, key) => {
        if (action !== 'read' || key !== dayKey('2018-11-03')) return;
        const rows = async () => (await connection.rows('FROM staging_events')).length || undefined;
        loaded = await until('rows of the days before', rows);
      };
      const account = await run({ ...alone, batchObjects: 1 });
      assert.equal(account.error, undefined);
      assert.ok(loaded > 0);
      assert.equal(account.objects.read, account.objects.listed);
    });
  });

  it('reads everything again with --full, and gives the same star', () => {
    const lakes = lake({ songs: 3, events: days(3) });
    return atWork(lakes, async ({ run, connection }) => {
      await run();
      const before = await starOf(connection);
      assert.equal((await run({ full: true })).objects.read, 6);
      assert.deepEqual(await starOf(connection), before);
      assert.equal((await connection.rows('FROM staging_events')).length, 6);
      assert.equal((await run()).status, 'unchanged');
    });
  });

  it('says where to look when a source holds nothing', () => {
    const lakes = lake({ songs: 0, events: days(1) });
    lakes.songs.set('A/readme.txt', 'no songs here');
    return atWork(lakes, async ({ run }) => {
      const { error } = await run(alone);
      assert.equal(error?.code, 'lake.empty');
      assert.match(
        error!.message,
        /^No song objects \(.*\) are in memory:\/\/lake\/song_data\/\. There is memory:\/\/lake\/song_data\/A\/\.$/,
      );
    });
  });

  describe('of a lake from which objects went', () => {
    it('leaves their rows, and tells how they could go', () => {
      const lakes = lake({ songs: 3, events: days(3) });
      return atWork(lakes, async ({ run }) => {
        await run(alone);
        lakes.events.remove(dayKey('2018-11-02'));
        const account = await run(alone);
        assert.equal(account.status, 'unchanged');
        assert.deepEqual(warnings(account), [
          '1 loaded object no longer in memory://lake/log_data/; the rows stay. --prune removes them.',
        ]);
      });
    });

    it('removes them with --prune, and all that came of them', () => {
      const lakes = lake({ songs: 3, events: days(6) });
      return atWork(lakes, async ({ run, connection }) => {
        await run();
        lakes.events.remove(dayKey('2018-11-02'));
        const account = await run({ prune: true });
        assert.deepEqual([account.status, account.objects.removed], ['succeeded', 1]);
        assert.match(noted(account, 'transform'), /only what changed/);
        const left = await connection.rows('SELECT DISTINCT session_id FROM songplays ORDER BY 1');
        assert.deepEqual(
          left.map(({ session_id }) => session_id),
          [0, 2, 3, 4, 5],
        );
        assert.equal((await connection.rows('FROM time')).length, 10);
      });
    });

    it('removes nothing when the listing did not come to its end, nor when the other one did not', () => {
      const lakes = lake({ songs: 8, events: days(3) }, { pageSize: 2 });
      return atWork(lakes, async ({ run, connection }) => {
        await run(alone);
        lakes.events.remove(dayKey('2018-11-02'));
        let pages = 0;
        lakes.songs.interfere = action => {
          if (action === 'list' && ++pages === 3) throw new SparkifyError('lake.unreachable', 'The lake is gone.');
        };
        assert.equal((await run({ ...alone, prune: true })).error?.code, 'lake.unreachable');
        assert.equal((await connection.rows('FROM books.objects')).length, 11);
      });
    });

    it('removes nothing when the lake is empty: that is more likely a mistake', () => {
      const lakes = lake({ songs: 3, events: days(3) });
      return atWork(lakes, async ({ run, connection }) => {
        await run(alone);
        for (const key of lakes.songs.keys) lakes.songs.remove(key);
        assert.equal((await run({ ...alone, prune: true })).error?.code, 'lake.empty');
        assert.equal((await connection.rows('FROM staging_songs')).length, 3);
      });
    });

    it('removes nothing that was loaded from elsewhere', () => {
      const lakes = lake({ songs: 3, events: days(3) });
      return atWork(lakes, async ({ run }) => {
        await run(alone);
        const songs = new MemoryLake('memory://elsewhere/song_data/').set(
          'x.json',
          JSON.stringify(song({ song_id: 'X' })),
        );
        const account = await run({ songs, events: lake({ events: days(1) }).events, prune: true });
        assert.equal(account.objects.removed, 2);
        assert.equal(account.tables.staging_songs?.rows, 4);
      });
    });
  });
});
