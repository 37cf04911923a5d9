import assert from 'node:assert/strict';
import { day, lake, plays } from '../../support/lake-builder.ts';
import { MemoryLake } from '../../support/memory-lake.ts';
import { type Account, atWork, starOf } from '../../support/pipeline.ts';

const someLakes = () => lake({ songs: 2, events: day('2018-11-12', plays(3)) });
const warned = ({ events }: Account) => events.flatMap(one => (one.type === 'warning' ? [one.message] : [])).join();

describe('a table under one of our names', function () {
  this.timeout(30_000);

  const foreign: Record<string, [sql: string, table: string]> = {
    'of other columns': ['CREATE TABLE users AS SELECT 1 AS id, $$mine$$ AS note', 'a table users'],
    'of our very columns': [
      'CREATE TABLE time (start_time TIMESTAMPTZ, hour INT, day INT, week INT, month INT, year INT, weekday INT)',
      'a table time',
    ],
    'in capitals': ['CREATE TABLE SONGS AS SELECT 1 AS id', 'a table songs'],
    'for staging': ['CREATE TABLE staging_songs AS SELECT 1 AS id', 'a table staging_songs'],
    'that is a view': ['CREATE VIEW artists AS SELECT 1 AS id', 'a view artists'],
    'of other columns for the plays': ['CREATE TABLE songplays AS SELECT 1 AS id', 'a table songplays'],
  };
  for (const [name, [sql, what]] of Object.entries(foreign)) {
    it(`that Sparkify did not make is neither filled nor dropped: one ${name}`, () =>
      atWork(someLakes(), async ({ run, connection }) => {
        await connection.run(sql);
        const table = what.split(' ')[2]!;
        const rows = await connection.rows(`FROM ${table}`);
        for (const steps of [
          ['create'],
          ['create', 'extract', 'transform', 'check'],
          ['transform', 'check'],
        ] as const) {
          const { error } = await run({ steps });
          assert.equal(error?.code, 'warehouse.path');
          assert.equal(
            error!.message,
            `The warehouse already has ${what} that Sparkify did not make; use another warehouse file, or \`sparkify create --drop\`, which drops it.`,
          );
        }
        assert.deepEqual(await connection.rows(`FROM ${table}`), rows);
        assert.deepEqual(await connection.rows(`SELECT DISTINCT status FROM books.runs`), [{ status: 'failed' }]);
        assert.equal((await run({ steps: ['create'], drop: true })).status, 'succeeded');
        assert.equal((await run()).tables.songplays?.rows, 3);
      }));
  }

  it('that took the place of ours is left alone too', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await run();
      await connection.run('DROP TABLE users; CREATE TABLE users AS SELECT 1 AS id');
      assert.equal((await run({ full: true })).error?.code, 'warehouse.path');
      assert.deepEqual(await connection.rows('FROM users'), [{ id: 1 }]);
    }));

  it('in another schema is nobody’s business', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await connection.run('CREATE SCHEMA mine; CREATE TABLE mine.users AS SELECT 1 AS id');
      assert.equal((await run()).status, 'succeeded');
      assert.equal((await run()).status, 'unchanged');
    }));

  const altered = {
    'a column more': 'ALTER TABLE users ADD COLUMN note VARCHAR',
    'a column less': 'ALTER TABLE artists DROP COLUMN latitude',
    'a column of another name': 'ALTER TABLE songs RENAME COLUMN title TO name',
    'a column of another type': 'ALTER TABLE time ALTER week TYPE BIGINT',
  };
  for (const [name, sql] of Object.entries(altered)) {
    it(`that is ours, and to which somebody gave ${name}, is built anew`, () =>
      atWork(someLakes(), async ({ run, connection }) => {
        await run();
        const star = await starOf(connection);
        await connection.run(sql);
        const exported = await run({ steps: ['export'], exports: [new MemoryLake('memory://export/')] });
        assert.match(exported.error!.message, /^The star cannot be exported: .* Run `sparkify transform`/);
        const account = await run();
        assert.deepEqual([account.status, account.objects.read], ['succeeded', 0]);
        assert.deepEqual(await starOf(connection), star);
      }));
  }

  for (const full of [false, true]) {
    it(`of staging that somebody altered is read again${full ? ', also with --full' : ''}`, () =>
      atWork(someLakes(), async ({ run, connection }) => {
        await run();
        const star = await starOf(connection);
        await connection.run('ALTER TABLE staging_songs ADD COLUMN note VARCHAR');
        const account = await run({ full });
        assert.deepEqual([account.status, account.objects.read], ['succeeded', 3]);
        assert.match(warned(account), /^The staging tables have other columns now: every object is read again\.$/);
        assert.deepEqual(await starOf(connection), star);
      }));
  }
});
