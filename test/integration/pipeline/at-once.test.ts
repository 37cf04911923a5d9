import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SparkifyError } from '../../../src/base/errors.ts';
import { explainLock } from '../../../src/pipeline/claim.ts';
import type { RunEvent, StepName } from '../../../src/pipeline/events.ts';
import { WarehouseLocked } from '../../../src/warehouse/errors.ts';
import { addDay, day, lake, plays } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { atWork, starOf } from '../../support/pipeline.ts';

const someLakes = () =>
  lake({ songs: 4, events: [day('2018-11-12', plays(9)), day('2018-11-13', plays(9, { sessionId: 2 }))] });

describe('two runs at once', function () {
  this.timeout(30_000);

  it('are one too many: the second is told which one runs, and that one goes on', () => {
    const lakes = someLakes();
    return atWork(lakes, async ({ run, warehouse }) => {
      let second: ReturnType<typeof run> | undefined;
      let note = false;
      lakes.events.interfere = action => {
        if (action !== 'read' || second) return;
        note = existsSync(`${warehouse.path}.run.json`);
        second = run();
      };
      const first = await run({}, { command: 'extract' });
      assert.equal(first.status, 'succeeded');
      const { status, error, run: number } = await second!;
      assert.deepEqual([status, error?.code, number], ['failed', 'warehouse.busy', undefined]);
      assert.match(
        error!.message,
        new RegExp(`^Run 1 \\(extract, process ${process.pid}, since .*\\) is under way on ${warehouse.path}; `),
      );
      assert.ok(note, 'a process that finds the file locked can read which run it is');
      assert.ok(!existsSync(`${warehouse.path}.run.json`));
      assert.equal((await run()).status, 'unchanged');
    });
  });

  it('are one too many also before the first has begun', () =>
    atWork(someLakes(), async ({ run }) => {
      const accounts = await Promise.all([run(), run()]);
      assert.deepEqual(accounts.map(({ status }) => status).sort(), ['failed', 'succeeded']);
    }));

  it('of two processes: the lock is explained by the note beside the file, where that is the note of its holder', () =>
    atWork({}, async ({ folder }) => {
      const path = join(folder, 'other.duckdb');
      await writeFile(path, '');
      const locked = new WarehouseLocked(path, { pid: 4711, program: 'node' }, undefined);
      const explained = async (note: string | undefined) => {
        if (note !== undefined) await writeFile(`${path}.run.json`, note);
        return explainLock(path, locked);
      };
      const claim = { pid: 4711, command: 'etl', run: 12, since: '2018-11-12T00:00:00.000Z' };
      assert.equal(await explained(undefined), locked);
      assert.equal(await explained(JSON.stringify({ ...claim, pid: 471 })), locked);
      assert.equal(await explained('{"pid": 47'), locked, 'it is just being written');
      const busy = await explained(JSON.stringify(claim));
      assert.equal(busy.code, 'warehouse.busy');
      assert.match(busy.message, /^Run 12 \(etl, process 4711, since 2018-11-12T00:00:00\.000Z\)/);
      const other = new SparkifyError('warehouse.full', 'The disk is full.');
      assert.equal(await explainLock(path, other), other);
    }));
});

describe('a reader', function () {
  this.timeout(30_000);

  it('sees the old star or the new, never half of one', () => {
    const lakes = someLakes();
    return atWork(lakes, async ({ run, warehouse, connection }) => {
      await run();
      const old = await starOf(connection);
      const seen: Promise<Awaited<ReturnType<typeof starOf>>>[] = [];
      // In one transaction, as a dashboard reads several tables.
      const look = async () => {
        const reader = await warehouse.connect();
        return reader.transaction(() => starOf(reader));
      };
      addDay(lakes, day('2018-11-14', plays(9, { sessionId: 3, userId: '99' })));
      await run({ full: true }, { onEvent: () => seen.push(look()) });
      seen.push(look());
      const found = await Promise.all(seen);
      const now = await starOf(connection);
      assert.notDeepEqual(now, old);
      const states = found.map(star =>
        isDeepStrictEqual(star, old) ? 'old' : isDeepStrictEqual(star, now) ? 'new' : 'half',
      );
      assert.deepEqual([...new Set(states)], ['old', 'new']);
    });
  });
});

describe('a run that is cancelled', function () {
  this.timeout(30_000);

  const steps = ['create', 'extract', 'transform', 'check', 'export'] as const;
  const at = (step: StepName, isEnd: boolean) => (event: RunEvent) =>
    event.type === 'step' && event.step === step && (event.state !== 'started') === isEnd;
  const moments: Record<string, (event: RunEvent) => boolean> = {
    ...Object.fromEntries(steps.map(step => [`as ${step} begins`, at(step, false)])),
    'while objects are read': event => event.type === 'progress' && event.step === 'extract',
    'while tables are built': event => event.type === 'progress' && event.step === 'transform',
    'as check ends': at('check', true),
    'as export ends': at('export', true),
  };

  for (const [when, isMoment] of Object.entries(moments)) {
    it(`${when} leaves nothing half, and the next run finishes it`, () => {
      const lakes = someLakes();
      const to = new MemoryLake('memory://export/');
      return atWork(lakes, async ({ run, connection, folder }) => {
        await run({ exports: [to] });
        const old = await starOf(connection);
        addDay(lakes, day('2018-11-14', plays(9, { sessionId: 3 })));
        const stop = new AbortController();
        const onEvent = (event: RunEvent) => void (isMoment(event) && stop.abort());
        const cancelled = await run({ exports: [to], full: true, batchObjects: 2 }, { signal: stop.signal, onEvent });
        if (when !== 'as export ends') {
          assert.deepEqual([cancelled.status, cancelled.error?.code], ['cancelled', 'cancelled']);
          assert.ok(to.text('latest.json').includes('"run": 1'));
        }
        const kept = await starOf(connection);
        const isPublished = JSON.stringify(kept) !== JSON.stringify(old);
        assert.equal(isPublished, when.includes('export'));
        assert.deepEqual(await connection.rows('SELECT DISTINCT status FROM books.runs WHERE run = 2'), [
          { status: cancelled.status },
        ]);
        const finished = await run({ exports: [to] });
        assert.notEqual(finished.status, 'failed', finished.error?.message);
        assert.equal(finished.tables.songplays?.rows, 27);
        assert.equal((await connection.rows('FROM staging_events')).length, 27);
        assert.ok(to.keys.every(key => !key.startsWith('runs/2/')) || when === 'as export ends');
        assert.ok(existsSync(join(folder, 'w.duckdb')));
      });
    });
  }

  it('before it begins does nothing', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      const { status, objects } = await run({}, { signal: AbortSignal.abort() });
      assert.deepEqual([status, objects.listed], ['cancelled', 0]);
      assert.deepEqual(await connection.rows('FROM books.objects'), []);
    }));

  it('in the midst of a long statement ends within a second', () =>
    atWork(lake({ songs: 1, events: day('2018-11-12', plays(1)) }), async ({ run, connection }) => {
      await run();
      const userChecks = [
        {
          name: 'slow',
          file: 'slow.sql',
          sql: 'SELECT count(*) AS n FROM range(10000000) a, range(10000000) b HAVING n = 0',
        },
      ];
      const stop = new AbortController();
      let abortedMs = 0;
      const onEvent = (event: RunEvent) => {
        // The last of the checks before the slow one.
        if (event.type !== 'check' || event.check.name !== 'time.balance') return;
        setTimeout(() => {
          abortedMs = performance.now();
          stop.abort();
        }, 50);
      };
      const { status } = await run({ userChecks }, { signal: stop.signal, onEvent });
      assert.equal(status, 'cancelled');
      assert.ok(performance.now() - abortedMs < 1000, 'it took more than a second');
      assert.equal((await connection.rows('FROM songplays')).length, 1);
    }));
});
