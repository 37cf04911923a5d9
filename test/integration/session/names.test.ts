import assert from 'node:assert/strict';
import { atNotebook, errorOf, only, resultOf } from '../../support/sessions.ts';

describe('a named cell', function () {
  this.timeout(30_000);

  it('can be queried by its name: a snapshot, until it runs again', () =>
    atNotebook(async ({ sql, sessions }) => {
      await sql('CREATE TABLE t AS FROM range(30)');
      const first = resultOf(await sql('FROM t', { name: 'top_songs' }));
      assert.equal(first.name, 'top_songs');
      await sql('INSERT INTO t VALUES (30)');
      const count = 'SELECT count(*) FROM Top_Songs';
      assert.deepEqual(resultOf(await sql(count)).rows, [['30']]);
      assert.deepEqual((await sessions.status('notebook')).names, ['top_songs']);
      await sql('FROM t', { name: 'top_songs' });
      assert.deepEqual(resultOf(await sql(count)).rows, [['31']]);
    }));

  it('has the columns it was shown with, told apart', () =>
    atNotebook(async ({ sql }) => {
      await sql(`SELECT 1 AS a, 2 AS A, 'x' AS "b c"`, { name: 'my cell' });
      const { columns } = resultOf(await sql('FROM "my cell"'));
      assert.deepEqual(
        columns.map(({ name }) => name),
        ['a', 'A_1', 'b c'],
      );
    }));

  it('is there for its own notebook only, and until that ends', () =>
    atNotebook(async ({ sql, sessions }) => {
      await sql('SELECT 1 AS n', { name: 'one' });
      errorOf(await sql('FROM one', { session: 'other' }));
      await sql('SELECT 2 AS n', { name: 'one', session: 'other' });
      assert.deepEqual(resultOf(await sql('FROM one')).rows, [['1']]);
      await sessions.endSession('notebook');
      errorOf(await sql('FROM one'));
      assert.deepEqual(resultOf(await sql('FROM one', { session: 'other' })).rows, [['2']]);
    }));

  it('that was not run yet is named to whoever asks for it, at the place where they do', () =>
    atNotebook(async ({ sql }) => {
      const { code, message, position } = errorOf(
        await sql('SELECT 1;\nSELECT * FROM TOP_songs', { names: ['other', 'top_songs'] }),
      );
      assert.equal(code, 'usage.cell');
      assert.equal(message, 'The cell top_songs has no result yet. Run the cell top_songs first.');
      assert.deepEqual(position, { line: 2, column: 15 });
    }));

  it('that gave no rows says so', () =>
    atNotebook(async ({ sql }) => {
      await sql('SELECT 1', { name: 'made' });
      resultOf(await sql('CREATE TABLE t (n INTEGER)', { name: 'made' }));
      assert.match(errorOf(await sql('FROM made', { names: ['made'] })).message, /made gave no rows.*SELECT/);
    }));

  it('keeps its last good result when it fails', () =>
    atNotebook(async ({ sql }) => {
      await sql('SELECT 1 AS n', { name: 'one' });
      assert.equal((await sql('SELECT 2; SELECT nope', { name: 'one' })).status, 'failed');
      assert.deepEqual(resultOf(await sql('FROM one')).rows, [['1']]);
    }));

  it('is refused where a table has its name, before it runs or when it makes one itself', () =>
    atNotebook(async ({ sql }) => {
      await sql('CREATE TABLE Songs (n INTEGER); CREATE VIEW v AS SELECT 1; CREATE TEMP TABLE mine (n INTEGER)');
      for (const [name, kind] of [
        ['songs', 'table'],
        ['V', 'view'],
        ['mine', 'table'],
      ]) {
        const { code, message } = errorOf(await sql('INSERT INTO mine VALUES (1); SELECT 1', { name: name! }));
        assert.equal(code, 'usage.cell');
        assert.match(message, new RegExp(`cannot be named ${name}: there is a ${kind}`));
      }
      assert.equal(resultOf(await sql('FROM mine')).rowCount, 0);
      const own = await sql('CREATE TABLE own AS SELECT 1 AS n; FROM own', { name: 'own' });
      assert.equal(own.status, 'failed');
      assert.match(only(own, 'error').message, /cannot be named own/);
      assert.equal(only(own, 'result').name, undefined);
    }));

  it('can be made a table, joined and read in a transaction that changes the warehouse', () =>
    atNotebook(async ({ sql }) => {
      await sql('SELECT 1 AS n, 2 AS m', { name: 'pairs' });
      const text = 'BEGIN; CREATE TABLE kept AS FROM pairs; SELECT m FROM kept JOIN pairs USING (n, m); COMMIT';
      assert.deepEqual(resultOf(await sql(text)).rows, [['2']]);
    }));

  it('younger than the transaction that asks for it says so', () =>
    atNotebook(async ({ sql }) => {
      await sql('SELECT 1 AS n', { name: 'old' });
      await sql('BEGIN; FROM old');
      await sql('SELECT 2 AS n', { name: 'young' });
      assert.match(errorOf(await sql('FROM young')).message, /young is younger than the transaction.*COMMIT/);
      await sql('ROLLBACK');
      assert.equal(resultOf(await sql('FROM young')).rowCount, 1);
    }));

  it('is still found when the person looks for names elsewhere', () =>
    atNotebook(async ({ sql }) => {
      await sql('CREATE SCHEMA other; CREATE TABLE other.t AS SELECT 5 AS n');
      await sql('SELECT 1 AS n', { name: 'one' });
      await sql('USE warehouse.other');
      assert.deepEqual(resultOf(await sql('FROM t UNION ALL FROM one')).rows, [['5'], ['1']]);
      await sql('RESET search_path');
      assert.deepEqual(resultOf(await sql('FROM one')).rows, [['1']]);
    }));

  it('stays when its output is released, and goes when it runs again', () =>
    atNotebook(async ({ sql, sessions }) => {
      const { id } = resultOf(await sql('FROM range(3)', { name: 'three' }));
      await sessions.release([id!]);
      assert.equal(resultOf(await sql('FROM three')).rowCount, 3);
      await sql('FROM range(4)', { name: 'three' });
      assert.equal(resultOf(await sql('FROM three')).rowCount, 4);
      const { rows } = resultOf(await sql(`SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'results'`));
      assert.deepEqual(rows, [['3']]);
    }));

  it('that is gone, or is called otherwise now, is found no more under its old name', () =>
    atNotebook(async ({ sql, sessions }) => {
      await sql('SELECT 42 AS n', { name: 'old' });
      assert.equal((await sql('FROM OLD', { names: ['old'] })).status, 'succeeded');
      await sql('SELECT 43 AS n', { name: 'new', names: [] });
      assert.match(errorOf(await sql('FROM old', { names: ['new'] })).message, /old/);
      assert.equal((await sql('FROM new', { names: ['new'] })).status, 'succeeded');
      assert.deepEqual((await sessions.status('notebook')).names, ['new']);
    }));
});
