import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../../../src/pipeline/events.ts';
import { documentOf, ended, inShell, type Shell, writeLake } from '../../support/cli.ts';
import { day, play, plays } from '../../support/lake-builder.ts';

const small = { songs: [{ title: 'Some Title' }, { title: 'Other' }], days: [day('2018-11-12', plays(3))] };

async function etl(shell: Shell, ...words: string[]): Promise<RunSummary & { code: number | null }> {
  const ended = await shell.sparkify('etl', '--source', 'lake', '--json', ...words);
  return { ...documentOf<RunSummary>(ended), code: ended.code };
}

describe('sparkify etl', () => {
  it('brings a lake in and accounts for it in one JSON document; the rest goes to standard error', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      const run = await shell.sparkify('etl', '--source', 'lake', '--export', 'parquet', '--json');
      const { seconds, steps, exports, checks, ...facts } = documentOf<RunSummary>(run);
      assert.equal(run.code, 0, run.stderr);
      assert.deepEqual(facts, {
        run: 1,
        status: 'succeeded',
        objects: { listed: 3, skipped: 0, read: 3, unchanged: 0, removed: 0 },
        rejects: 0,
        tables: {
          staging_events: { rows: 3, change: 3 },
          staging_songs: { rows: 2, change: 2 },
          songplays: { rows: 3, change: 3 },
          users: { rows: 1, change: 1 },
          songs: { rows: 2, change: 2 },
          artists: { rows: 1, change: 1 },
          time: { rows: 3, change: 3 },
        },
        matched: 3,
      });
      assert.ok(seconds > 0);
      assert.deepEqual(
        steps.map(({ name }) => name),
        ['create', 'extract', 'transform', 'check', 'export'],
      );
      assert.ok(checks.length > 20 && checks.every(({ status, failing }) => status === 'passed' && failing === 0));
      assert.deepEqual(
        exports.map(({ uri }) => uri),
        [`${join(shell.folder, 'parquet')}/`],
      );
      assert.match(run.stderr, /^extract: \d/m);
      assert.ok(existsSync(join(shell.folder, 'parquet/latest.json')));
    }));

  it('tells a person the same in words', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      const { stdout } = await shell.sparkify('etl', '--source', 'lake');
      assert.match(stdout, /^Run 1 succeeded after /);
      assert.match(stdout, /objects +3 listed, 3 read/);
      assert.match(stdout, /matched +3 of 3 plays found their song/);
      assert.match(stdout, /songplays +3 +\+3/);
    }));

  it('says unchanged when nothing is new', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await etl(shell);
      const { status, objects, code } = await etl(shell);
      assert.deepEqual(
        { status, code, read: objects.read, unchanged: objects.unchanged },
        { status: 'unchanged', code: 0, read: 0, unchanged: 3 },
      );
    }));

  it('works as sparkify.json says, from any folder beneath it', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await shell.write(
        'sparkify.json',
        '{ "source": "lake", "warehouse": "w.duckdb", "options": { "etl": { "match": "title+artist+duration" } } }',
      );
      await shell.write('deep/er/.keep', '');
      const run = await shell.sparkifyWith({ beneath: 'deep/er' }, 'etl', '--json');
      assert.equal(run.code, 0, run.stderr);
      assert.deepEqual(await readdir(join(shell.folder, 'deep/er')), ['.keep']);
      assert.ok(existsSync(join(shell.folder, 'w.duckdb')));
    }));

  it('finds the lake of an existing project in its dl.cfg', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await shell.write('dl.cfg', "[S3]\nLOG_DATA = 'lake/log_data'\nSONG_DATA='lake/song_data'\n");
      const run = await shell.sparkify('etl', '--json');
      assert.equal(run.code, 0, run.stderr);
      assert.equal(documentOf<RunSummary>(run).objects.read, 3);
    }));

  it('plans without doing anything', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      const { code, stdout } = await shell.sparkify('etl', '--source', 'lake', '--export', 'parquet', '--plan');
      assert.equal(code, 0);
      assert.match(stdout, /extract +Would read 3 objects/);
      assert.deepEqual(await readdir(shell.folder), ['lake']);
      const { steps } = documentOf<{ steps: { name: string }[] }>(
        await shell.sparkify('etl', '--source', 'lake', '--plan', '--json'),
      );
      assert.deepEqual(
        steps.map(({ name }) => name),
        ['create', 'extract', 'transform', 'check'],
      );
    }));

  it("fails with 1 when a check of the person's own fails, names the rows, and keeps the last good star", () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await etl(shell);
      await shell.write(
        'checks/few-plays.sql',
        'SELECT songplay_id, level FROM songplays WHERE songplay_id % 1000000 >= 3',
      );
      await writeLake(shell, {
        songs: [],
        days: [day('2018-11-13', [play({ itemInSession: 3 }), play({ itemInSession: 4 })])],
      });
      const failed = await etl(shell);
      assert.deepEqual([failed.code, failed.status, failed.error?.code], [1, 'failed', 'run.checks']);
      const check = failed.checks.find(({ name }) => name === 'few-plays');
      assert.deepEqual([check?.status, check?.failing], ['failed', 2]);
      assert.deepEqual(check?.rows[0], { songplay_id: 1000003, level: 'free' });
      assert.equal(failed.tables.songplays?.rows, 3);

      const warned = await etl(shell, '--warn', 'few-plays');
      assert.deepEqual([warned.code, warned.status, warned.tables.songplays?.rows], [0, 'succeeded', 5]);
    }));

  it('fails with 1 when more lines are set aside than allowed, and lists them', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await shell.write('lake/song_data/A/A/broken.json', '{"song_id": \u0001');
      const failed = await etl(shell);
      assert.deepEqual([failed.code, failed.error?.code, failed.rejects], [1, 'run.rejects', 1]);
      assert.equal((await etl(shell, '--max-rejects', '1')).code, 0);
      const { rejects } = documentOf<{ rejects: { object: string; reason: string }[] }>(
        await shell.sparkify('rejects', '--json'),
      );
      assert.equal(rejects[0]?.object, `${join(shell.folder, 'lake/song_data/A/A/broken.json')}`);
      assert.match(
        (await shell.sparkify('rejects')).stdout,
        /broken\.json:1 {2}run 1, staging_songs\n {4}\S.*\n {4}\{"song_id": \\u0001/,
      );
    }));

  it('fails with 3 when the lake is not there', () =>
    inShell(async shell => {
      const failed = await etl(shell);
      assert.deepEqual([failed.code, failed.status, failed.error?.code], [3, 'failed', 'lake.missing']);
      const { stdout, stderr } = await shell.sparkify('etl', '--source', 'lake');
      assert.match(stdout, /^Run 2 failed after .*\nThe folder \S+ does not exist/);
      assert.match(stderr, /^sparkify: The folder \S+ does not exist/m);
    }));

  it('fails with 4 when the warehouse is no DuckDB file', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await shell.write('w.duckdb', 'x'.repeat(10_000));
      const failed = await etl(shell, '--warehouse', 'w.duckdb');
      assert.deepEqual([failed.code, failed.error?.code], [4, 'warehouse.format']);
      assert.deepEqual(failed.objects, { listed: 0, skipped: 0, read: 0, unchanged: 0, removed: 0 });
      assert.equal(await readFile(join(shell.folder, 'w.duckdb'), 'utf8'), 'x'.repeat(10_000));
    }));

  it('tells the same on a machine in Los Angeles, in every format', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await shell.sparkify('etl', '--source', 'lake', '--export', 'parquet');
      const asked = `SELECT start_time, start_time::DATE AS day, hour, week, weekday, to_timestamp(0) AS epoch,
        start_time < TIMESTAMPTZ '2018-11-12 00:00:00' AS earlier FROM songplays JOIN time USING (start_time) ORDER BY ALL`;
      const exported = asked.replace('songplays', "'parquet/latest/songplays/*/*/*.parquet'");
      for (const query of [asked, exported]) {
        for (const format of ['table', 'csv', 'json', 'ndjson', 'markdown']) {
          const [inUtc, inCalifornia] = await Promise.all(
            ['UTC', 'America/Los_Angeles'].map(TZ =>
              shell.sparkifyWith({ env: { TZ } }, 'sql', query, '--format', format),
            ),
          );
          assert.equal(inUtc!.code, 0, inUtc!.stderr);
          assert.match(inUtc!.stdout, /2018-11-12 \d/);
          assert.equal(inCalifornia!.stdout, inUtc!.stdout);
        }
      }
    }));

  it('takes its steps one by one as well', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      for (const words of [
        ['create'],
        ['extract', '--source', 'lake'],
        ['transform'],
        ['check'],
        ['export', '--export', 'out'],
      ]) {
        const { code, stderr } = await shell.sparkify(...words);
        assert.equal(code, 0, `${words[0]}: ${stderr}`);
      }
      const { tables } = documentOf<{ tables: { table: string; rows: number; readCall: string }[] }>(
        await shell.sparkify('tables', '--export', 'out', '--json'),
      );
      assert.equal(tables.find(({ table }) => table === 'songplays')?.rows, 3);
      assert.match(tables[0]!.readCall, /^read_parquet\('/);
      const { runs } = documentOf<{ runs: { command: string; status: string }[] }>(
        await shell.sparkify('runs', '--json'),
      );
      assert.deepEqual(
        runs.map(({ command }) => command),
        ['export', 'check', 'transform', 'extract', 'create'],
      );
      assert.match((await shell.sparkify('runs', '--limit', '1')).stdout, /^run .*\n +5 .* export .*\n$/);
    }));

  it('describes the tables of the warehouse with their words', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await etl(shell);
      const { tables } = documentOf<{
        tables: { name: string; rows: number; columns: { name: string; comment: string }[] }[];
      }>(await shell.sparkify('tables', '--json'));
      const songplays = tables.find(({ name }) => name === 'songplays');
      assert.equal(songplays?.rows, 3);
      assert.ok(songplays?.columns.every(({ comment }) => comment.length > 0));
      assert.match((await shell.sparkify('tables')).stdout, /^songplays {2}3 rows {2}\S/m);
    }));

  it('names who holds the warehouse when it is open elsewhere', () =>
    inShell(async shell => {
      await writeLake(shell, small);
      await etl(shell);
      const holder = await shell.startBusy();
      const busy = await etl(shell);
      assert.deepEqual([busy.code, busy.error?.code], [4, 'warehouse.locked']);
      assert.ok(busy.error?.message.includes(String(holder.pid)), busy.error?.message);
      holder.kill('SIGINT');
      await ended(holder);
    }));
});
