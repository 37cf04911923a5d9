import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Warehouse } from '../../../src/warehouse/warehouse.ts';
import { day, dayKey, lines, plays, song, songKey } from '../../support/lake-builder.ts';
import { envOf, failsWith } from '../../support/lakes.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';
import { atNotebook, errorOf, type Notebook, only, resultOf, runOf, type Told } from '../../support/sessions.ts';
import { holdElsewhere, killed } from '../warehouse/open.ts';
import { makeReadOnly, onSmallDisk } from '../warehouse/small-disk.ts';

/** A statement that would take years, and a way to know that it is truly under way. */
const endless = `SELECT max(nextval('ticks')) FROM range(1_000_000) a, range(1_000_000) b`;

async function underWay({ sql }: Notebook): Promise<void> {
  const last = async () =>
    resultOf(await sql('SELECT last_value FROM duckdb_sequences()', { session: 'watcher' })).rows[0]?.[0];
  const before = await last();
  while ((await last()) === before) await setImmediate();
}

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 5));
};

/** How long the work takes, in milliseconds. */
async function taking(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

describe('sessions on one warehouse', function () {
  this.timeout(60_000);

  describe('a file that nobody needs', () => {
    it('is let go of, so that another program can have it; results, names and parameters stay, and it is taken again', () =>
      atNotebook(
        async ({ sql, sparkify, sessions, path, logged }) => {
          await sparkify('set n = 5');
          const { id } = resultOf(
            await sql('CREATE TABLE t AS FROM range(30); CREATE TEMP TABLE mine AS SELECT 1; FROM t', {
              name: 'mine_too',
            }),
          );
          await until(async () => !(await sessions.status()).warehouse.isOpen);
          const holder = await holdElsewhere(path, 'INSERT INTO t VALUES (30)');
          assert.equal((await sessions.page({ result: id!, offset: 29, limit: 5 })).rows.length, 1);
          assert.match(errorOf(await sql('FROM t')).message, new RegExp(`is open in .*process ${holder.pid}`));
          await killed(holder);
          assert.deepEqual(resultOf(await sql('SELECT count(*) + $n FROM t, mine')).rows, [['36']]);
          assert.equal(resultOf(await sql('FROM mine_too')).rowCount, 30);
          assert.ok(logged.some(line => line.startsWith('info Let go of')));
        },
        { idleCloseMs: 30 },
      ));

    it('is kept while a transaction is open, for that would hold it', () =>
      atNotebook(
        async ({ sql, sessions }) => {
          await sql('CREATE TABLE t (n INTEGER); BEGIN; INSERT INTO t VALUES (1)');
          const looked = performance.now();
          await until(async () => {
            assert.ok((await sessions.status()).warehouse.isOpen);
            return performance.now() - looked > 200;
          });
          await sql('COMMIT');
          await until(async () => !(await sessions.status()).warehouse.isOpen);
          assert.equal(resultOf(await sql('FROM t')).rowCount, 1);
        },
        { idleCloseMs: 20 },
      ));

    it('may have vanished by the time it is wanted again, and is made anew', () =>
      atNotebook(
        async ({ sql, sessions, path }) => {
          await sql('CREATE TABLE t (n INTEGER)');
          await until(async () => !(await sessions.status()).warehouse.isOpen);
          await rm(path);
          assert.match(errorOf(await sql('FROM t')).message, /there is no warehouse at/);
          assert.ok(!existsSync(path));
          await sql('CREATE TABLE t AS SELECT 1 AS n');
          assert.equal(resultOf(await sql('FROM t')).rowCount, 1);
        },
        { idleCloseMs: 20 },
      ));

    it('is never let go of under a cell that runs', () =>
      atNotebook(
        async ({ sql }) => {
          await sql('CREATE TABLE t AS FROM range(2000)');
          const long = 'SELECT count(*) FROM t a, t b, range(20) WHERE hash(a.range + b.range) % 7 = 0';
          const cells = Array.from({ length: 30 }, (_, i) =>
            sql(i % 3 === 0 ? long : 'FROM t LIMIT 1', { session: `s${i % 5}` }),
          );
          for (const cell of await Promise.all(cells))
            assert.equal(cell.status, 'succeeded', JSON.stringify(cell.outputs));
        },
        { idleCloseMs: 1 },
      ));
  });

  it('read a file they may not write', async function () {
    await onSmallDisk(this, 16, async disk => {
      const path = join(disk, 'w.duckdb');
      const warehouse = await Warehouse.open({ path });
      await (await warehouse.connect()).run('CREATE TABLE t AS SELECT 1 AS n');
      await warehouse.close();
      await makeReadOnly(disk);
      await atNotebook(
        async ({ sql }) => {
          assert.equal(resultOf(await sql('FROM t', { name: 'ones' })).rowCount, 1);
          assert.equal(resultOf(await sql('FROM ones')).rowCount, 1);
          assert.match(errorOf(await sql('INSERT INTO t VALUES (2)')).message, /read-only/);
        },
        { warehouse: path },
      );
    });
  });

  it('run their own cells in order, and side by side with those of others', () =>
    atNotebook(async notebook => {
      const { sql } = notebook;
      await sql('CREATE SEQUENCE ticks');
      const stopping = new AbortController();
      const busy = sql(endless, { signal: stopping.signal });
      let isDone = false;
      const next = sql('SELECT 1').then(executed => {
        isDone = true;
        return executed;
      });
      await underWay(notebook);
      assert.equal(resultOf(await sql('SELECT 2', { session: 'other' })).rowCount, 1);
      assert.equal(isDone, false);
      stopping.abort();
      assert.equal((await busy).status, 'cancelled');
      assert.deepEqual(resultOf(await next).rows, [['1']]);
    }));

  it('are cancelled within a second, while they run or while they wait, and go on afterwards', () =>
    atNotebook(async notebook => {
      const { sql } = notebook;
      await sql('CREATE SEQUENCE ticks; CREATE TABLE t (n INTEGER)');
      const [stopping, leaving] = [new AbortController(), new AbortController()];
      const busy = sql(`INSERT INTO t VALUES (1); ${endless}; INSERT INTO t VALUES (2)`, { signal: stopping.signal });
      const waiting = sql('INSERT INTO t VALUES (3)', { signal: leaving.signal });
      await underWay(notebook);
      leaving.abort();
      assert.deepEqual((await waiting).status, 'cancelled');
      const took = await taking(async () => {
        stopping.abort();
        const executed = await busy;
        assert.equal(executed.status, 'cancelled');
        assert.deepEqual(only(executed, 'result').effects, ['inserted 1 row']);
        assert.equal(only(executed, 'error').code, 'cancelled');
      });
      assert.ok(took < 1000, `${took} ms`);
      assert.deepEqual(resultOf(await sql('FROM t')).rows, [['1']]);
      assert.equal((await sql('SELECT 1', { signal: AbortSignal.abort() })).status, 'cancelled');
    }));

  it('end with their notebook, also in the middle of a cell, and leave the others alone', () =>
    atNotebook(async notebook => {
      const { sql, sessions } = notebook;
      await sql('CREATE SEQUENCE ticks');
      const busy = sql(endless);
      const queued = sql('SELECT 1');
      await underWay(notebook);
      assert.ok((await taking(() => sessions.endSession('notebook'))) < 1000);
      assert.deepEqual([(await busy).status, (await queued).status], ['cancelled', 'cancelled']);
      assert.equal(resultOf(await sql('SELECT 1')).rowCount, 1);
      await sessions.endSession('never was');
    }));

  it('close in the middle of everything, and leave the file to others', () =>
    atNotebook(async notebook => {
      const { sql, sessions, path, folder } = notebook;
      await sql('CREATE SEQUENCE ticks; CREATE TABLE t AS SELECT 1 AS n');
      const busy = [sql(endless), sql(endless, { session: 'other' })];
      await underWay(notebook);
      assert.ok((await taking(() => sessions.close())) < 2000);
      assert.deepEqual(
        (await Promise.all(busy)).map(({ status }) => status),
        ['cancelled', 'cancelled'],
      );
      await killed(await holdElsewhere(path, 'INSERT INTO t VALUES (2)'));
      assert.deepEqual(
        (await readdir(folder)).filter(name => !name.startsWith('w.duckdb')),
        [],
      );
      await assert.rejects(async () => sql('SELECT 1'), failsWith('cancelled'));
      await sessions.close();
    }));

  it('say which program holds the warehouse', () =>
    atNotebook(async ({ sql, sparkify, sessions, path }) => {
      const holder = await holdElsewhere(path, 'CREATE TABLE t (n INTEGER)');
      for (const executed of [await sql('SELECT 1'), await sparkify('create')]) {
        const { code, message } = errorOf(executed);
        assert.equal(code, 'warehouse.locked');
        assert.match(
          message,
          new RegExp(
            `w\\.duckdb is open in .* \\(process ${holder.pid}\\)\\. Close it there, or choose another warehouse\\.`,
          ),
        );
      }
      await assert.rejects(
        sessions.catalog({ session: 'notebook', folder: '/', env: {} }),
        failsWith('warehouse.locked'),
      );
      await killed(holder);
      resultOf(await sql('FROM t'));
    }));

  it('tell how the warehouse and a session stand, opening nothing, and whenever that changes', () =>
    atNotebook(async ({ sql, sparkify, sessions, path, changes }) => {
      assert.deepEqual(await sessions.status('notebook'), {
        warehouse: { path, sizeBytes: undefined, isOpen: false },
        running: undefined,
        lastRun: undefined,
        parameters: [],
        names: [],
      });
      assert.ok(!existsSync(path));
      const told = async (session: string | undefined, work: () => Promise<unknown>) => {
        const before = changes.length;
        await work();
        await until(() => changes.slice(before).includes(session));
      };
      await told('notebook', () => sparkify('set n = 1'));
      await told('notebook', () => sql('SELECT 1', { name: 'one' }));
      await told(undefined, () => sql('CREATE TABLE t (n INTEGER)'));
      const { warehouse, names } = await sessions.status('notebook');
      assert.ok(warehouse.isOpen && warehouse.sizeBytes! > 0);
      assert.deepEqual(names, ['one']);
      const before = changes.length;
      await sql('FROM t');
      await sparkify('set n = 1');
      await sql('SELECT 1');
      assert.deepEqual(changes.slice(before), []);
    }));

  it('know the last run of a warehouse from its books', () =>
    atNotebook(async ({ sparkify, sessions, path }) => {
      await sparkify('create');
      assert.deepEqual((await sessions.status()).lastRun, { run: 1, command: 'create', status: 'succeeded' });
      await sessions.close();
      await atNotebook(
        async next => {
          assert.equal((await next.sessions.status()).lastRun, undefined);
          await next.sql('SELECT 1');
          assert.deepEqual((await next.sessions.status()).lastRun, { run: 1, command: 'create', status: 'succeeded' });
        },
        { warehouse: path },
      );
    }));

  it('tell what stands in the warehouse, and nothing of our own tables of results', () =>
    atNotebook(async ({ sql, sessions, folder }) => {
      const place = { session: 'notebook', folder, env: {} };
      assert.deepEqual(await sessions.catalog(place), []);
      await sql(`CREATE TABLE t (n INTEGER); COMMENT ON COLUMN t.n IS 'a number'; FROM t`, { name: 'rows_of_t' });
      const [main, ...others] = await sessions.catalog(place);
      assert.deepEqual(others, []);
      assert.deepEqual(
        main?.tables.map(({ name, columns }) => [name, columns[0]?.comment]),
        [['t', 'a number']],
      );
    }));

  describe('with a lake', () => {
    let playground: PlaygroundProcess;
    before(async () => {
      const objects: Record<string, string> = {};
      for (let i = 0; i < 300; i++) objects[`song_data/${songKey(i)}`] = JSON.stringify(song({ song_id: `SO${i}` }));
      objects[`log_data/${dayKey('2018-11-12')}`] = lines(day('2018-11-12', plays(5)).events);
      playground = await startPlaygroundProcess({ buckets: { lake: { objects } } });
    });
    after(() => playground.stop());
    afterEach(() => playground.reset());

    const etl = () => `etl --source s3://lake --endpoint ${playground.url}`;
    const env = () => envOf(playground) as Record<string, string>;

    /** A run of the pipeline that hangs on its objects. */
    async function hang({ sparkify }: Notebook, signal: AbortSignal): Promise<{ readonly run: Promise<Told> }> {
      await playground.setFaults([{ kind: 'stall', match: { operation: 'GetObject' } }]);
      const run = sparkify(etl(), { session: 'palette', env: env(), signal });
      await until(async () => ((await playground.stats()).requests.GetObject ?? 0) > 0);
      return { run };
    }

    it('cancel a run within a second, and the next one goes on', () =>
      atNotebook(async notebook => {
        const stopping = new AbortController();
        const { sparkify, sessions } = notebook;
        const { run } = await hang(notebook, stopping.signal);
        const took = await taking(async () => {
          stopping.abort();
          assert.equal((await run).status, 'cancelled');
        });
        assert.equal(runOf(await run).summary?.status, 'cancelled');
        assert.ok(took < 1000, `${took} ms`);
        assert.deepEqual((await sessions.status()).lastRun, { run: 1, command: 'etl', status: 'cancelled' });
        await playground.reset();
        assert.equal(runOf(await sparkify(etl(), { env: env() })).summary?.status, 'succeeded');
      }));

    it('refuse a second run and tell which one is under way, while reading goes on', () =>
      atNotebook(async notebook => {
        const { sql, sparkify, sessions, changes } = notebook;
        const stopping = new AbortController();
        const { run } = await hang(notebook, stopping.signal);
        let hasEnded = false;
        void run.then(() => {
          hasEnded = true;
        });
        assert.deepEqual((await sessions.status()).running, { run: 1, command: 'etl' });
        assert.ok(changes.includes(undefined));
        for (const text of [etl(), 'transform']) {
          const { code, message } = errorOf(await sparkify(text, { env: env() }));
          assert.equal(code, 'warehouse.busy');
          assert.match(message, /Run 1 \(etl, process \d+, since .*\) is under way on .*w\.duckdb/);
        }
        assert.deepEqual((await sessions.status()).running, { run: 1, command: 'etl' });
        assert.deepEqual(resultOf(await sql('SELECT count(*) FROM songplays')).rows, [['0']]);
        assert.equal(hasEnded, false);
        stopping.abort();
        assert.equal((await run).status, 'cancelled');
        assert.equal((await sessions.status()).running, undefined);
      }));
  });
});
