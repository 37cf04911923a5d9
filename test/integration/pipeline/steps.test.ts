import assert from 'node:assert/strict';
import type { StepName } from '../../../src/pipeline/events.ts';
import { day, lake, plays, song } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { type Account, atWork, starOf } from '../../support/pipeline.ts';

const someLakes = () => lake({ songs: 2, events: day('2018-11-12', plays(3)) });
const noted = ({ events }: Account, step: StepName) =>
  events.flatMap(one => (one.type === 'step' && one.step === step && 'note' in one ? [one.note] : [])).join();

describe('the steps', function () {
  this.timeout(30_000);

  it('taken one by one give what etl gives', async () => {
    const whole = await atWork(someLakes(), async ({ run, connection }) => {
      await run();
      return starOf(connection);
    });
    await atWork(someLakes(), async ({ run, connection }) => {
      const to = new MemoryLake('memory://export/');
      for (const step of ['create', 'extract', 'transform', 'check', 'export'] as const) {
        const account = await run({ steps: [step], exports: [to] }, { command: step });
        assert.equal(account.status, 'succeeded', step);
      }
      assert.deepEqual(await starOf(connection), whole);
      assert.ok(to.keys.includes('latest.json'));
      assert.equal((await run({ exports: [to] })).status, 'unchanged', 'nothing is left for etl to do');
    });
  });

  it('that were not taken, because a run was killed between them, are taken by the next etl', () => {
    const to = new MemoryLake('memory://export/');
    return atWork(someLakes(), async ({ run }) => {
      await run({ steps: ['create', 'extract'] });
      const built = await run({ steps: ['create', 'extract', 'transform', 'check'] });
      assert.deepEqual([built.status, built.objects.read], ['succeeded', 0]);
      const exported = await run({ exports: [to] });
      assert.match(noted(exported, 'transform'), /nothing new/);
      assert.equal(exported.status, 'succeeded');
      assert.ok(to.keys.includes('latest.json'));
    });
  });

  const tooEarly: Record<string, [steps: StepName[], message: RegExp]> = {
    transform: [['transform'], /^Nothing has been extracted yet: run `sparkify extract`/],
    check: [['check'], /^There is no star to be checked yet: run `sparkify etl`/],
    export: [['export'], /^There is no star to be exported yet/],
  };
  for (const [name, [steps, message]] of Object.entries(tooEarly)) {
    it(`say what is missing where ${name} comes too early`, () =>
      atWork(someLakes(), async ({ run }) => {
        const account = await run({ steps, exports: [new MemoryLake('memory://export/')] });
        assert.equal(account.status, 'failed');
        assert.equal(account.error?.code, 'warehouse.missing');
        assert.match(account.error!.message, message);
      }));
  }

  it('ask for a source where there is none to extract from', () =>
    atWork({}, async ({ run }) => {
      assert.equal((await run()).error?.code, 'usage.source');
    }));

  it('create empty tables once, and with --drop anew', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      const steps = ['create'] as const;
      const created = await run({ steps });
      assert.deepEqual([created.status, noted(created, 'create')], ['succeeded', '7 empty tables']);
      assert.equal((await run({ steps })).status, 'unchanged');
      await run();
      const dropped = await run({ steps, drop: true });
      assert.equal(dropped.status, 'succeeded');
      assert.equal(dropped.tables.songplays?.rows, 0);
      assert.deepEqual(await connection.rows('FROM books.objects'), []);
      const again = await run();
      assert.deepEqual([again.objects.read, again.tables.songplays?.rows], [3, 3]);
    }));

  it('build anew a star of which somebody dropped a table, and read anew what was staged', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await run();
      const star = await starOf(connection);
      await connection.run('DROP TABLE users; DROP TABLE songs');
      const rebuilt = await run();
      assert.deepEqual([rebuilt.status, rebuilt.objects.read], ['succeeded', 0]);
      assert.deepEqual(await starOf(connection), star);
      await connection.run('DROP TABLE staging_events');
      const reread = await run();
      assert.deepEqual([reread.status, reread.objects.read], ['succeeded', 3]);
      assert.ok(reread.events.some(one => one.type === 'warning' && /A staging table is missing/.test(one.message)));
      assert.deepEqual(await starOf(connection), star);
    }));

  it('build anew, with --full, a star that somebody tampered with', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await run();
      const star = await starOf(connection);
      await connection.run(`UPDATE users SET level = 'gold'`);
      assert.equal((await run({ steps: ['transform'] })).error?.code, 'run.checks');
      assert.equal((await run({ steps: ['transform'], full: true })).status, 'succeeded');
      assert.deepEqual(await starOf(connection), star);
    }));

  it('build the star anew when its options or its schema changed', () => {
    const lakes = lake({
      songs: [song({ title: 'T', duration: 1 })],
      events: day('2018-11-12', plays(1, { song: 'T', length: 2 })),
    });
    return atWork(lakes, async ({ run, connection }) => {
      assert.equal((await run()).matched, 1);
      assert.equal((await run({ match: 'title+artist+duration' })).matched, 0);
      assert.equal((await run({ match: 'title+artist+duration' })).status, 'unchanged');
      assert.equal((await run()).matched, 1);
      await connection.run(`UPDATE books.star SET fingerprint = 'of an older schema'`);
      assert.equal((await run()).status, 'succeeded');
      await connection.run(`UPDATE books.meta SET staging_fingerprint = 'of an older schema'`);
      const reread = await run();
      assert.equal(reread.objects.read, 2);
      assert.ok(reread.events.some(one => one.type === 'warning' && /other columns now/.test(one.message)));
    });
  });

  it('refuse books that a newer Sparkify wrote', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await run();
      await connection.run('UPDATE books.meta SET version = 99');
      const { error, run: number } = await run();
      assert.equal(error?.code, 'warehouse.format');
      assert.match(error!.message, /newer Sparkify \(version 99/);
      assert.equal(number, undefined);
    }));

  it('tell of a mistyped partition before anything is read', () => {
    const lakes = someLakes();
    return atWork(lakes, async ({ run }) => {
      const { error } = await run({ partitions: { songs: ['yeer'] } });
      assert.equal(error?.code, 'usage.option');
      assert.deepEqual(lakes.songs.reads, []);
    });
  });
});
