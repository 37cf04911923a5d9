import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { atNotebook, resultOf } from '../../support/sessions.ts';
import { holdElsewhere, killed } from '../warehouse/open.ts';

describe('completion in a notebook', function () {
  this.timeout(30_000);

  it('knows the tables of the warehouse with their words, the session’s cells and parameters, and what DuckDB can do', () =>
    atNotebook(async ({ sql, sparkify, complete }) => {
      await sql(`CREATE TABLE plays (n INTEGER, "odd name" VARCHAR); COMMENT ON COLUMN plays.n IS 'How many.'`);
      await sql('SELECT 1 AS rank', { name: 'top_songs' });
      await sparkify('set level = paid');
      const find = async (text: string, label: string) =>
        (await complete('sql', text)).find(each => each.label === label);
      assert.deepEqual(await find('SELECT | FROM plays', 'n'), {
        label: 'n',
        kind: 'column',
        detail: 'INTEGER',
        says: 'How many.',
        insert: 'n',
        from: 7,
      });
      assert.equal((await find('SELECT | FROM plays', 'odd name'))?.insert, '"odd name"');
      assert.equal((await find('FROM |', 'top_songs'))?.kind, 'cell');
      assert.equal((await find('SELECT ra| FROM top_songs', 'rank'))?.kind, 'column');
      assert.equal((await find('SELECT $|', '$level'))?.detail, 'paid');
      assert.match((await find('SELECT date_tr|', 'date_trunc'))?.detail ?? '', /^date_trunc\(.*\) → /);
      assert.equal((await find('FROM read_c|', 'read_csv'))?.kind, 'function');
      assert.equal((await find('SEL|', 'SELECT'))?.kind, 'keyword');
      assert.equal(await find('FROM |', 'songplays'), undefined);
      assert.deepEqual(
        (await complete('sparkify', 'unset |')).map(({ label }) => label),
        ['level'],
      );
      assert.deepEqual(await complete('sql', 'FROM top|', 'other'), []);
    }));

  it('knows the temporary tables of its own session, also while there is no warehouse', () =>
    atNotebook(async ({ sql, complete }) => {
      await sql('CREATE TEMP TABLE draft (idea VARCHAR); CREATE TEMP VIEW ideas AS SELECT idea FROM draft');
      const labels = async (text: string, session?: string) =>
        (await complete('sql', text, session)).map(({ label }) => label);
      assert.ok((await labels('FROM |')).includes('draft'));
      assert.ok((await labels('FROM |')).includes('ideas'));
      assert.ok((await labels('SELECT id| FROM draft')).includes('idea'));
      assert.ok(!(await labels('FROM |', 'other')).includes('draft'));
    }));

  it('sees what cells have changed since', () =>
    atNotebook(async ({ sql, complete }) => {
      const tables = async () => (await complete('sql', 'FROM lat|')).map(({ label }) => label);
      await sql('CREATE TABLE early (n INTEGER)');
      assert.ok(!(await tables()).includes('later'));
      await sql('CREATE TABLE later (n INTEGER)');
      assert.ok((await tables()).includes('later'));
    }));

  it('offers what etl will make while there is no warehouse, and makes none', () =>
    atNotebook(async ({ complete, path }) => {
      const found = await complete('sql', 'SELECT | FROM songplays');
      assert.ok(found.some(({ label, says }) => label === 'songplay_id' && says));
      assert.ok(!existsSync(path));
    }));

  it('goes on without the file: where another program holds it, and once it was let go of', () =>
    atNotebook(
      async ({ sql, complete, sessions, path }) => {
        const holder = await holdElsewhere(path, 'CREATE TABLE held (n INTEGER)');
        assert.ok((await complete('sql', 'FROM song|')).some(({ label }) => label === 'songplays'));
        await killed(holder);
        assert.ok((await complete('sql', 'FROM hel|')).some(({ label }) => label === 'held'));
        resultOf(await sql('FROM held'));
        await complete('sql', 'FROM hel|');
        while ((await sessions.status()).warehouse.isOpen) await new Promise(resolve => setTimeout(resolve, 5));
        assert.ok((await complete('sql', 'FROM hel|')).some(({ label }) => label === 'held'));
        assert.equal((await sessions.status()).warehouse.isOpen, false);
      },
      { idleCloseMs: 30 },
    ));

  it('answers whatever it is asked for', () =>
    atNotebook(async ({ complete }) => {
      for (const text of ['|', 'SELECT "|', "'|", ';|;', 'FROM a.b.c.|', 'SELECT é|']) {
        for (const language of ['sql', 'sparkify'] as const)
          assert.ok(Array.isArray(await complete(language, text)), text);
      }
    }));
});
