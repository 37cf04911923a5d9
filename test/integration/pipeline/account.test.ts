import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { listRejects, listRuns } from '../../../src/pipeline/books.ts';
import { runPipeline } from '../../../src/pipeline/run.ts';
import { inMemory, Warehouse } from '../../../src/warehouse/warehouse.ts';
import { addDay, day, lake, plays } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { atWork, usual } from '../../support/pipeline.ts';

const someLakes = () => lake({ songs: 2, events: day('2018-11-12', plays(3)) });

describe('the account of a run', function () {
  this.timeout(30_000);

  it('is in the books, readable with plain SQL', () => {
    const lakes = someLakes();
    lakes.events.set('bad.json', 'no');
    return atWork(lakes, async ({ run, connection }) => {
      await run({ maxRejects: { lines: 1 } });
      addDay(lakes, day('2018-11-13', plays(1, { sessionId: 2 })));
      await run({}, { command: 'etl' });
      const rows = await connection.rows(
        `SELECT run, command, status, listed, read, unchanged, rejects, matched, tables->>'$.songplays.rows' AS plays,
           json_array_length(steps) AS steps, options->>'$.songs' AS songs FROM books.runs ORDER BY run`,
      );
      const same = { command: 'etl', status: 'succeeded', steps: 4, songs: lakes.songs.uri };
      assert.deepEqual(rows, [
        { run: 1, listed: 4, read: 4, unchanged: 0, rejects: 1, matched: 3, plays: '3', ...same },
        { run: 2, listed: 5, read: 1, unchanged: 4, rejects: 0, matched: 4, plays: '4', ...same },
      ]);
      const runs = await listRuns(connection, { limit: 1 });
      assert.deepEqual(
        [runs.length, runs[0]!.run, runs[0]!.steps.map(({ name }) => name)],
        [1, 2, ['create', 'extract', 'transform', 'check']],
      );
      const rejects = await listRejects(connection, { run: 1, limit: 9 });
      assert.deepEqual(
        rejects.map(({ table, line, text }) => [table, line, text]),
        [['staging_events', 1, 'no']],
      );
      assert.deepEqual(await listRejects(connection, { run: 2, limit: 9 }), []);
    });
  });

  it('calls a run killed that never ended', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await run();
      await connection.run(`UPDATE books.runs SET status = 'running'`);
      await run();
      const runs = await listRuns(connection, { limit: 9 });
      assert.deepEqual(
        runs.map(({ run, status }) => [run, status]),
        [
          [2, 'unchanged'],
          [1, 'killed'],
        ],
      );
    }));

  it('tells each step, each table and how many rows came', () =>
    atWork(someLakes(), async ({ run }) => {
      const { events, steps } = await run();
      const told = events.flatMap(one => (one.type === 'step' ? [`${one.step} ${one.state}`] : []));
      assert.deepEqual(
        told,
        ['create', 'extract', 'transform', 'check'].flatMap(step => [`${step} started`, `${step} finished`]),
      );
      assert.deepEqual(
        steps.map(({ name }) => name),
        ['create', 'extract', 'transform', 'check'],
      );
      const tables = events.flatMap(one => (one.type === 'table' ? [`${one.table} ${one.rows} ${one.change}`] : []));
      assert.deepEqual(tables, ['songplays 3 3', 'users 1 1', 'songs 2 2', 'artists 1 1', 'time 3 3']);
      const last = events.findLast(one => one.type === 'progress' && one.step === 'extract');
      assert.ok(last?.type === 'progress' && last.done === 3 && last.total === 3 && last.bytes! > 0);
    }));

  it('leaves nothing behind, beside the warehouse nor in the temporary folder', async () => {
    const strangers = async () => (await readdir(tmpdir())).filter(name => name.includes('.sparkify-export-'));
    const before = await strangers();
    await atWork(someLakes(), async ({ run, folder }) => {
      await run({ exports: [new MemoryLake('memory://export/')] });
      assert.deepEqual(
        (await readdir(folder)).filter(name => !name.startsWith('w.duckdb')),
        [],
      );
      assert.ok(!(await readdir(folder)).some(name => /run\.json|export/.test(name)));
    });
    await using warehouse = await Warehouse.open({ path: inMemory });
    const options = { ...usual, ...someLakes(), exports: [new MemoryLake('memory://export/')] };
    const summary = await runPipeline(
      'etl',
      options,
      async () => warehouse,
      () => {},
      new AbortController().signal,
    );
    assert.equal(summary.status, 'succeeded');
    assert.ok(!existsSync(':memory:.run.json'));
    assert.deepEqual(await strangers(), before);
  });
});
