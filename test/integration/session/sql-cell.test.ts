import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { atNotebook, errorOf, only, resultOf } from '../../support/sessions.ts';

describe('a cell of SQL', function () {
  this.timeout(30_000);

  it('shows the last result there is, and tells what each statement did', () =>
    atNotebook(async ({ sql }) => {
      const result = resultOf(
        await sql(`CREATE TABLE t AS SELECT range AS n FROM range(25);
          INSERT INTO t VALUES (1), (2); -- two more
          SELECT 'first'; FROM t ORDER BY n; UPDATE t SET n = 0 WHERE n > 20;`),
      );
      assert.deepEqual(result.effects, [
        'created table t with 25 rows',
        'inserted 2 rows',
        '1 row',
        '27 rows',
        'updated 4 rows',
      ]);
      assert.deepEqual(result.columns, [{ name: 'n', type: 'BIGINT' }]);
      assert.equal(result.rowCount, 27);
      assert.deepEqual(result.rows.slice(0, 4), [['0'], ['1'], ['1'], ['2']]);
      assert.equal(result.rows.length, 10);
      assert.ok(result.elapsedMs > 0);
    }));

  it('shows only what was done where no statement gives rows', () =>
    atNotebook(async ({ sql }) => {
      const result = resultOf(await sql('CREATE TABLE t (n INTEGER); CHECKPOINT; BEGIN; COMMIT'));
      assert.deepEqual(result.effects, ['created table t', 'wrote a checkpoint', 'began a transaction', 'committed']);
      assert.deepEqual([result.id, result.columns, result.rows], [undefined, [], []]);
    }));

  it('does nothing, and does not fail, where it holds no statement', () =>
    atNotebook(async ({ sql, path }) => {
      for (const text of ['', ' \n', '-- later', ';;']) {
        assert.deepEqual((await sql(text)).outputs, []);
        assert.equal((await sql(text)).status, 'succeeded');
      }
      assert.ok(!existsSync(path));
    }));

  it('points at the place in the cell where an error is, with its line, whatever stands before', () =>
    atNotebook(async ({ sql }) => {
      const places: [string, number, number, string][] = [
        ['SELECT 1;\n SELECT nope', 2, 9, ' SELECT nope'],
        ['SELECT 1;\r\nSELECT\r\n  nope\r\n', 3, 3, '  nope'],
        ["SELECT '椎名 😀 é';\n\n/* c */ SELECT 'é', nope", 3, 21, "/* c */ SELECT 'é', nope"],
        ['SELECT 1; SELECT 2; FROM missing', 1, 26, 'SELECT 1; SELECT 2; FROM missing'],
        ['SELECT 1;\n\nSELEC 2', 3, 1, 'SELEC 2'],
        ['INSERT INTO missing VALUES (1)', 1, 13, 'INSERT INTO missing VALUES (1)'],
      ];
      for (const [text, line, column, excerpt] of places) {
        const executed = await sql(text);
        assert.equal(executed.status, 'failed');
        const { position, excerpt: shown, message } = only(executed, 'error');
        assert.deepEqual([position, shown], [{ line, column }, excerpt], text);
        assert.match(message, /^[A-Z].*[.!?]$/);
      }
    }));

  it('shows what came before the statement that failed, and runs none after it', () =>
    atNotebook(async ({ sql }) => {
      const executed = await sql('CREATE TABLE t AS SELECT 1 AS n; FROM t; SELECT nope; DROP TABLE t');
      assert.equal(executed.status, 'failed');
      assert.deepEqual(only(executed, 'result').effects, ['created table t with 1 row', '1 row']);
      assert.deepEqual(only(executed, 'result').rows, [['1']]);
      assert.match(only(executed, 'error').message, /nope/);
      assert.equal(resultOf(await sql('FROM t')).rowCount, 1);
    }));

  it('runs nothing at all where its grammar is at fault', () =>
    atNotebook(async ({ sql }) => {
      assert.match(errorOf(await sql('CREATE TABLE t (n INTEGER); SELEC 1')).message, /SELEC/);
      assert.match(errorOf(await sql('FROM t')).message, /no table t/);
    }));

  it('keeps its session: temporary tables, settings and transactions go on in the next cell, not in another notebook', () =>
    atNotebook(async ({ sql }) => {
      await sql('CREATE TABLE t (n INTEGER); CREATE TEMP TABLE mine AS SELECT 1 AS n; BEGIN; INSERT INTO t VALUES (1)');
      assert.equal(resultOf(await sql('FROM mine')).rowCount, 1);
      assert.equal(resultOf(await sql('FROM t')).rowCount, 1);
      assert.equal(resultOf(await sql('FROM t', { session: 'other' })).rowCount, 0);
      errorOf(await sql('FROM mine', { session: 'other' }));
      await sql('ROLLBACK');
      assert.equal(resultOf(await sql('FROM t')).rowCount, 0);
    }));

  it('is shown with its rows inside a transaction that changes the warehouse', () =>
    atNotebook(async ({ sql, sessions }) => {
      await sql('CREATE TABLE t (n INTEGER); BEGIN; INSERT INTO t FROM range(30)');
      const { id } = resultOf(await sql('FROM t'));
      assert.equal(resultOf(await sql('INSERT INTO t VALUES (30) RETURNING n')).rows[0]?.[0], '30');
      await sql('ROLLBACK');
      assert.deepEqual((await sessions.page({ result: id!, offset: 28, limit: 5 })).rows, [['28'], ['29']]);
    }));

  describe('while there is no warehouse', () => {
    it('runs in memory, and leaves no file', () =>
      atNotebook(async ({ sql, path, sessions }) => {
        assert.deepEqual(resultOf(await sql('SELECT 42')).rows, [['42']]);
        await sql('CREATE TEMP TABLE t AS SELECT 1');
        assert.equal(resultOf(await sql('FROM t')).rowCount, 1);
        assert.ok(!existsSync(path));
        assert.equal((await sessions.status()).warehouse.isOpen, false);
      }));

    it('makes the file with the first that is created, and keeps temporary tables and named results', () =>
      atNotebook(async ({ sql, path, sessions }) => {
        await sql('CREATE TEMP TABLE mine AS SELECT 7 AS n');
        await sql('SELECT 8 AS n', { name: 'eight' });
        assert.deepEqual(resultOf(await sql('CREATE TABLE t AS FROM mine')).effects, ['created table t with 1 row']);
        assert.ok(existsSync(path));
        assert.deepEqual(resultOf(await sql('FROM t UNION ALL FROM mine UNION ALL FROM eight')).rows, [
          ['7'],
          ['7'],
          ['8'],
        ]);
        assert.equal(resultOf(await sql('FROM t', { session: 'other' })).rowCount, 1);
        assert.equal((await sessions.status()).warehouse.isOpen, true);
      }));

    it('says of a table that is not there how there will be one', () =>
      atNotebook(async ({ sql, path }) => {
        const star = errorOf(await sql('SELECT 1;\nFROM songplays'));
        assert.equal(star.code, 'warehouse.missing');
        assert.equal(
          star.message,
          `There is no table songplays yet, for there is no warehouse at ${path}. Run etl in a sparkify cell to make it.`,
        );
        assert.deepEqual(star.position, { line: 2, column: 6 });
        assert.match(
          errorOf(await sql('FROM others')).message,
          /no table others, for there is no warehouse at .* CREATE something/,
        );
        await sql('CREATE TABLE t (n INTEGER)');
        assert.match(errorOf(await sql('FROM songplays')).message, /^There is no table songplays yet\. Run etl/);
      }));
  });

  it('points to extract where it cannot read from a lake', () =>
    atNotebook(async ({ sql }) =>
      assert.match(errorOf(await sql(`FROM 's3://bucket/x.parquet'`)).message, /httpfs is not installed here.*extract/),
    ));

  it('sends every type as DuckDB writes it, in UTC', () =>
    atNotebook(async ({ sql }) => {
      const { rows, columns } = resultOf(
        await sql(`SELECT 9007199254740993 AS big, NULL AS nothing, '' AS empty, TIMESTAMPTZ '2018-11-21 21:56:47.796+01' AS at,
          {'a': [1, NULL]} AS struct, 1.50::DECIMAL(4,2) AS price, '{"a": 1}'::JSON AS json`),
      );
      assert.deepEqual(rows, [
        ['9007199254740993', null, '', '2018-11-21 20:56:47.796+00', "{'a': [1, NULL]}", '1.50', '{"a": 1}'],
      ]);
      assert.equal(columns[3]?.type, 'TIMESTAMP WITH TIME ZONE');
    }));
});
