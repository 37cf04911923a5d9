import assert from 'node:assert/strict';
import { day, lake, lines, play, plays } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { atWork, starOf } from '../../support/pipeline.ts';

/** A hundred lines of events, of which some cannot be read. */
const hundred = (bad: number) => {
  const { events } = day('2018-11-12', plays(100 - bad));
  return `${lines(events)}\n${'no\n'.repeat(bad)}`;
};

describe('lines that were set aside', function () {
  this.timeout(30_000);

  it('fail the run when they are more than their share of what was read, table by table', () => {
    const lakes = lake({ songs: 1 });
    return atWork(lakes, async ({ run }) => {
      lakes.events.set('events.json', hundred(2));
      const { status, error, rejects } = await run();
      assert.deepEqual([status, rejects], ['failed', 2]);
      assert.equal(error?.code, 'run.rejects');
      assert.equal(
        error!.message,
        '2 of 100 lines for staging_events could not be read, more than --max-rejects 1 % allows; the star is left as it was. `sparkify rejects` shows them.',
      );
      lakes.events.set('events.json', hundred(1));
      assert.equal((await run()).status, 'succeeded');
    });
  });

  it('fail also a transform that is run by itself, after the extract that failed for them', () => {
    const lakes = lake({ songs: 1 });
    lakes.events.set('events.json', hundred(2));
    return atWork(lakes, async ({ run }) => {
      assert.equal((await run({ steps: ['create', 'extract'] })).error?.code, 'run.rejects');
      const steps = ['transform', 'check'] as const;
      const refused = await run({ steps });
      assert.deepEqual([refused.error?.code, refused.tables.songplays?.rows], ['run.rejects', 0]);
      assert.equal((await run({ steps, maxRejects: { lines: 2 } })).tables.songplays?.rows, 98);
      assert.equal(
        (await run({ steps })).status,
        'unchanged',
        'let through once, they are not held against later runs',
      );
    });
  });

  it('count among the lines of their own table only', () => {
    const lakes = lake({ songs: 1 });
    lakes.events.set('events.json', hundred(0));
    lakes.songs.set('bad.json', 'no');
    return atWork(lakes, async ({ run }) => {
      assert.match((await run()).error!.message, /^1 of 2 lines for staging_songs/);
    });
  });

  it('fail the run when they are more than a number of lines', () => {
    const lakes = lake({ songs: 1 });
    lakes.events.set('events.json', hundred(5));
    return atWork(lakes, async ({ run }) => {
      assert.match((await run({ maxRejects: { lines: 4 } })).error!.message, /more than --max-rejects 4 allows/);
      assert.equal((await run({ maxRejects: { lines: 5 } })).status, 'succeeded');
    });
  });

  it('fail the run again when it is merely repeated, and never the runs after it was let through', () => {
    const lakes = lake({ songs: 1 });
    lakes.events.set('events.json', hundred(0));
    const exports = [new MemoryLake('memory://export/')];
    return atWork(lakes, async ({ run, connection }) => {
      await run({ exports });
      const good = await starOf(connection);
      lakes.events.set('bad.json', 'no\nno\n');
      assert.equal((await run()).error?.code, 'run.rejects');
      const repeated = await run();
      assert.deepEqual([repeated.error?.code, repeated.objects.read], ['run.rejects', 0]);
      assert.deepEqual(await starOf(connection), good);
      assert.equal((await run({ maxRejects: { lines: 2 }, exports })).status, 'unchanged');
      assert.equal((await run({ maxRejects: { lines: 0 }, exports })).status, 'unchanged');
      lakes.events.set('late.json', lines([play({ sessionId: 5, itemInSession: 0, ts: 5 })]));
      assert.equal((await run({ maxRejects: { lines: 0 }, exports })).tables.songplays?.rows, 101);
    });
  });
});
