import assert from 'node:assert/strict';
import { atNotebook, errorOf, resultOf, textOf } from '../../support/sessions.ts';

describe('$parameters in cells of SQL', function () {
  this.timeout(30_000);

  it('have the values that set gave them, with their types, until they are set anew', () =>
    atNotebook(async ({ sql, sparkify, sessions }) => {
      const { text } = textOf(
        await sparkify(`set user = 15\nset title = 'It''s'\nset since = 2018-11-12\nset none = null`),
      );
      assert.equal(text, "user = 15\ntitle = 'It''s'\nsince = 2018-11-12\nnone = null");
      const { rows } = resultOf(
        await sql(
          `SELECT $user + 1, $title, DATE '2018-11-13' > $since, $since::DATE + 1, $none; SELECT $user * 2, $USER`,
        ),
      );
      assert.deepEqual(rows, [['30', '15']]);
      const all = resultOf(await sql(`SELECT $user + 1, $title, DATE '2018-11-13' > $since, $since::DATE + 1, $none`));
      assert.deepEqual(all.rows, [['16', "It's", 'true', '2018-11-13', null]]);
      await sparkify('set user = paid');
      assert.deepEqual(resultOf(await sql('SELECT $user')).rows, [['paid']]);
      assert.deepEqual((await sessions.status('notebook')).parameters, [
        { name: 'none', value: 'null' },
        { name: 'since', value: '2018-11-12' },
        { name: 'title', value: "'It''s'" },
        { name: 'user', value: 'paid' },
      ]);
    }));

  it('belong to their notebook', () =>
    atNotebook(async ({ sql, sparkify, sessions }) => {
      await sparkify('set user = 15');
      assert.match(errorOf(await sql('SELECT $user', { session: 'other' })).message, /\$user has no value/);
      await sessions.endSession('notebook');
      errorOf(await sql('SELECT $user'));
    }));

  it('without a value are named, with their place and how to give them one', () =>
    atNotebook(async ({ sql, sparkify }) => {
      await sparkify('set level = paid');
      const { code, message, position, excerpt } = errorOf(
        await sql(`SELECT '$levle', $level; -- $levle\n  SELECT $levle`),
      );
      assert.equal(code, 'usage.parameter');
      assert.equal(message, '$levle has no value. Did you mean level? Run set levle = … in a sparkify cell first.');
      assert.deepEqual([position, excerpt], [{ line: 2, column: 10 }, '  SELECT $levle']);
      const nameless = errorOf(await sql('SELECT 1,\n ?'));
      assert.match(nameless.message, /a parameter has a name/);
      assert.deepEqual(nameless.position, { line: 2, column: 2 });
    }));

  it('disturb no SQL that does not mention them', () =>
    atNotebook(async ({ sql, sparkify }) => {
      await sparkify('set x = 1\nset y = 2');
      const untouched: [string, string[]][] = [
        [`SELECT '$x', $$ $x $y $$, $a$ $x $a$ -- $x`, ['$x', ' $x $y ', ' $x ']],
        [`/* $x */ SELECT 1 AS price$x`, ['1']],
        [`PREPARE p AS SELECT $1 + 1; EXECUTE p(5)`, ['6']],
        [`PREPARE q AS SELECT $x + 1; EXECUTE q(x := 6)`, ['7']],
      ];
      for (const [text, row] of untouched) assert.deepEqual(resultOf(await sql(text)).rows, [row], text);
    }));

  it('are bound wherever DuckDB binds', () =>
    atNotebook(async ({ sql, sparkify }) => {
      await sparkify(`set n = 3\nset file = 'x.csv'`);
      const { effects } = resultOf(
        await sql(`CREATE TABLE t AS SELECT range AS v FROM range($n); INSERT INTO t VALUES ($n); DELETE FROM t WHERE v = $n;
          EXPLAIN SELECT $n; SELECT * FROM t LIMIT $n`),
      );
      assert.deepEqual(effects, ['created table t with 3 rows', 'inserted 1 row', 'deleted 1 row', '1 row', '3 rows']);
    }));

  it('are refused with their place where DuckDB keeps a text, or where no value can stand', () =>
    atNotebook(async ({ sql, sparkify }) => {
      await sparkify('set x = 1');
      const refused: [string, RegExp, number][] = [
        ['CREATE VIEW v AS\nSELECT $x AS n', /takes no \$x in what it keeps as text, such as a view's body/, 8],
        ['CREATE MACRO m(a) AS\n a + $x', /takes no \$x in the body of a macro/, 6],
        ['CREATE TABLE t (n INTEGER\nDEFAULT $x)', /takes no \$x in a DEFAULT/, 9],
        ['SELECT *\nFROM $x', /stands for a value, not for a name/, 6],
      ];
      for (const [text, sentence, column] of refused) {
        const { code, message, position } = errorOf(await sql(text));
        assert.equal(code, 'usage.parameter', text);
        assert.match(message, sentence);
        assert.deepEqual(position, { line: 2, column }, text);
      }
    }));
});
