import assert from 'node:assert/strict';
import type { RunEvent, StepName } from '../../../src/pipeline/events.ts';
import { day, lake, plays } from '../../support/lake-builder.ts';
import { atWork } from '../../support/pipeline.ts';

const doneIn = (events: readonly RunEvent[], step: StepName): number[] =>
  events.flatMap(event => (event.type === 'progress' && event.step === step ? [event.done] : []));

const isBetween = (done: number): boolean => !Number.isInteger(done);

describe('the progress of a long statement', function () {
  this.timeout(60_000);

  it('is told while a table is built, and while a check runs', () =>
    atWork(lake({ songs: 1, events: day('2018-11-12', plays(2)) }), async ({ run, connection }) => {
      await run();
      // More than any lake of a test has: plays of one song, a second apart.
      await connection.run(`INSERT INTO staging_events
        SELECT e.* REPLACE (e.session_id + n AS session_id, e.ts + 1000 * n AS ts)
        FROM (FROM staging_events LIMIT 1) AS e, range(1, 400_000) AS r(n)`);
      const slow = {
        name: 'slow',
        file: 'slow.sql',
        // DuckDB tells of rows that a scan hands on, not of those that it leaves out.
        sql: `SELECT hash, count(*) FROM (SELECT sha256(repeat(ts::VARCHAR, 100)) AS hash FROM staging_events)
          GROUP BY hash HAVING count(*) > 1_000_000`,
      };
      const warn = ['staging_events.balance'];
      const { status, events, error } = await run({
        full: false,
        userChecks: [slow],
        warn,
        match: 'title+artist+duration',
      });
      assert.equal(status, 'succeeded', error?.message);
      for (const step of ['transform', 'check'] as const) {
        const done = doneIn(events, step);
        assert.ok(done.some(isBetween), `${step}: ${done.join(', ')}`);
        assert.deepEqual(
          done,
          done.toSorted((a, b) => a - b),
        );
        assert.ok(Number.isInteger(done.at(-1)));
      }
    }));
});
