import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { SparkifyError } from '../../../src/base/errors.ts';
import type { Connection } from '../../../src/warehouse/connection.ts';
import type { Param, Params } from '../../../src/warehouse/params.ts';
import { endlessIn, inFolder, withWarehouse } from './open.ts';

async function refused(work: Promise<unknown>): Promise<SparkifyError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof SparkifyError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'It was not refused.' });
}

async function readAll(connection: Connection, sql: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const batch of (await connection.stream(sql)).cells()) rows.push(...batch);
  return rows;
}

async function rest(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

describe('statements', () => {
  describe('parameters', () => {
    it('arrive as they were given, by name and by place', () =>
      withWarehouse(async connection => {
        const values: [Param, string][] = [
          ["it's é😀 \0 end", 'VARCHAR'],
          ['', 'VARCHAR'],
          [7, 'INTEGER'],
          [-0, 'DOUBLE'],
          [0.5, 'DOUBLE'],
          [3_000_000_000, 'BIGINT'],
          [2n ** 63n, 'HUGEINT'],
          [true, 'BOOLEAN'],
          [new Date('2018-11-21T21:56:47.796Z'), 'TIMESTAMP WITH TIME ZONE'],
          [Buffer.from([0, 255]), 'BLOB'],
          [['a', "b'"], 'VARCHAR[]'],
          [[1, 2], 'BIGINT[]'],
          [[1, 2.5], 'DOUBLE[]'],
          [null, '"NULL"'],
        ];
        for (const [value, type] of values) {
          for (const [name, params] of [
            ['$a', { a: value }],
            ['?', [value]],
            ['$1', [value]],
          ] as [string, Params][]) {
            const row = await connection.one(`SELECT v, typeof(v) AS type FROM (SELECT ${name} AS v)`, { params });
            const v = value === 2n ** 63n ? 2n ** 63n : value;
            assert.deepEqual(row, { v, type });
          }
        }
      }));

    it('may be any text, number or instant', () =>
      withWarehouse(connection =>
        fc.assert(
          fc.asyncProperty(
            fc.oneof(
              fc.string({ unit: 'grapheme' }),
              fc.double({ noNaN: true }),
              fc.maxSafeInteger(),
              fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
            ),
            async value =>
              assert.deepEqual(await connection.one('SELECT $a AS v', { params: { a: value } }), { v: value }),
          ),
        ),
      ));

    it('that are missing or too many are named', () =>
      withWarehouse(async connection => {
        const missing = await refused(connection.rows('SELECT $level, $user', { params: { level: 'paid' } }));
        assert.match(missing.message, /needs a value for \$user\./);
        const extra = await refused(connection.rows('SELECT $level', { params: { level: 'paid', lvel: 'x' } }));
        assert.match(extra.message, /no parameter \$lvel\./);
        assert.match((await refused(connection.rows('SELECT ?, ?', { params: [1] }))).message, /\$2/);
      }));

    it('belong to the last of several statements', () =>
      withWarehouse(async connection => {
        await connection.run('CREATE TABLE t(n INTEGER); INSERT INTO t VALUES ($n)', { params: { n: 5 } });
        assert.deepEqual(await connection.rows('FROM t'), [{ n: 5 }]);
      }));
  });

  it('say how many rows they changed', () =>
    withWarehouse(async connection => {
      await connection.run('CREATE TABLE t(range INTEGER)');
      assert.equal(await connection.run('INSERT INTO t FROM range(10)'), 10);
      assert.equal(await connection.run('UPDATE t SET range = 0 WHERE range > 6'), 3);
      assert.equal(await connection.run('DELETE FROM t'), 10);
      assert.equal(await connection.run('SELECT 1'), 0);
    }));

  it('take turns, in the order they were asked for', () =>
    withWarehouse(async connection => {
      await connection.run('CREATE TABLE t(n INTEGER)');
      const asked = Array.from({ length: 20 }, (_, n) =>
        connection.run(`INSERT INTO t SELECT ${n} FROM range(${20 - n})`),
      );
      await Promise.all(asked);
      const rows = await connection.rows<{ n: number }>(
        'SELECT DISTINCT n, min(rowid) AS first FROM t GROUP BY n ORDER BY first',
      );
      assert.deepEqual(
        rows.map(row => row.n),
        Array.from({ length: 20 }, (_, n) => n),
      );
    }));

  describe('that are wrong point at the place', () => {
    const places: [sql: string, place: string, sentence: RegExp][] = [
      ['SELECT 1\nFORM songplays', 'songplays', /syntax error/i],
      ['SELECT artist\nFROM songs', 'songs', /Table with name songs does not exist/],
      ['SELECT titel FROM t', 'titel', /"titel" not found.*"title"/],
      ["SELECT 'é😀日本', titel FROM t", 'titel', /titel/],
      ["SELECT 'é😀日本' FROM t WHER 1", '1', /syntax error/i],
      ["-- é😀\nSELECT 1;\n\nSELECT 'é😀', CAST('x' AS INTEGER)", "CAST('x'", /Could not convert string 'x'/],
      ["SELECT 1;\nSELECT '😀' AS a;\n SELECT nope", 'nope', /nope/],
      ["SELECT 1; SELECT 'é' AS a b c", 'b c', /syntax error/i],
      ['SELECT flor(1.5)', 'flor', /Did you mean "floor"\?/],
    ];
    for (const [sql, place, sentence] of places) {
      it(JSON.stringify(sql), () =>
        withWarehouse(async connection => {
          await connection.run('CREATE TABLE t(title VARCHAR)');
          const at = sql.lastIndexOf(place);
          const before = sql.slice(0, at).split('\n');
          const position = { line: before.length, column: before.at(-1)!.length + 1 };
          for (const ask of [connection.run(sql), connection.rows(sql), readAll(connection, sql)]) {
            const error = await refused(ask);
            assert.equal(error.code, 'warehouse.sql');
            assert.match(error.message, sentence);
            assert.doesNotMatch(error.message, /\n|LINE \d|exception_type/);
            assert.deepEqual(error.position, position);
          }
        }),
      );
    }

    it('and a text without a statement is told as that', () =>
      withWarehouse(async connection => {
        for (const sql of ['', ' ; ', '-- nothing']) {
          assert.match((await refused(connection.rows(sql))).message, /no statement/);
        }
      }));

    it('and too little memory is told as that', () =>
      withWarehouse(
        async connection => {
          const error = await refused(connection.run('SELECT list(range) FROM range(50_000_000)'));
          assert.equal(error.code, 'warehouse.memory');
          assert.match(error.message, /more memory than the warehouse may use/);
          assert.deepEqual(await connection.one('SELECT 1 AS n'), { n: 1 });
        },
        { memoryLimit: '100MB' },
      ));
  });

  describe('are cancelled', () => {
    it('by their signal, at once, and the connection goes on', () =>
      withWarehouse(async (connection, warehouse) => {
        const { endless, underWay } = await endlessIn(warehouse);
        for (const ask of [
          (signal: AbortSignal) => connection.run(endless, { signal }),
          (signal: AbortSignal) => connection.rows(`SELECT 1; ${endless}; SELECT 2`, { signal }),
          async (signal: AbortSignal) => {
            for await (const _ of (await connection.stream(endless, { signal })).cells()) assert.fail('It gave a row.');
          },
        ]) {
          const controller = new AbortController();
          const asked = refused(ask(controller.signal));
          await underWay();
          const started = performance.now();
          controller.abort();
          assert.equal((await asked).code, 'cancelled');
          assert.ok(performance.now() - started < 500);
          assert.deepEqual(await connection.one('SELECT 1 AS n'), { n: 1 });
        }
      }));

    it('before they start, and then never run', () =>
      withWarehouse(async connection => {
        const signal = AbortSignal.abort();
        assert.equal((await refused(connection.run('CREATE TABLE t(n INTEGER)', { signal }))).code, 'cancelled');
        const controller = new AbortController();
        const first = connection.run('SELECT 1');
        const waiting = refused(connection.run('CREATE TABLE t(n INTEGER)', { signal: controller.signal }));
        controller.abort();
        await first;
        assert.equal((await waiting).code, 'cancelled');
        assert.deepEqual(await connection.rows('SELECT table_name FROM duckdb_tables()'), []);
      }));

    it('at any instant of a stream, and leave no transaction behind', () =>
      withWarehouse(async connection => {
        const large = 'SELECT count(*) OVER (ORDER BY a.range), b.range FROM range(3_000) a, range(30) b';
        for (let turns = 0; turns < 150; turns++) {
          const controller = new AbortController();
          const reading = connection.stream(large, { signal: controller.signal }).then(stream => rest(stream.cells()));
          const stopping = setTimeout(() => controller.abort(), turns % 15);
          await reading.catch((error: SparkifyError) => assert.equal(error.code, 'cancelled'));
          clearTimeout(stopping);
          assert.equal(await connection.isInTransaction(), false);
          await connection.run('SELECT 1');
        }
      }));

    it('however early the signal comes', () =>
      withWarehouse(async (connection, warehouse) => {
        const { endless } = await endlessIn(warehouse);
        for (let turns = 0; turns < 40; turns++) {
          const controller = new AbortController();
          const asked = refused(connection.run(endless, { signal: controller.signal }));
          for (let i = 0; i < turns; i++) await Promise.resolve();
          controller.abort();
          assert.equal((await asked).code, 'cancelled');
        }
      }));

    it('without a word to the statement after them', () =>
      withWarehouse(async (connection, warehouse) => {
        const { endless, underWay } = await endlessIn(warehouse);
        const controller = new AbortController();
        const asked = refused(connection.run(endless, { signal: controller.signal }));
        const next = connection.one('SELECT sum(range) AS n FROM range(3_000_000)');
        await underWay();
        controller.abort();
        await asked;
        assert.deepEqual(await next, { n: 4499998500000 });
      }));
  });

  describe('as a stream', () => {
    it('give every row in order', () =>
      withWarehouse(async connection => {
        const rows = await readAll(connection, 'SELECT range AS n FROM range(10_000)');
        assert.deepEqual(
          rows,
          Array.from({ length: 10_000 }, (_, n) => [n]),
        );
      }));

    it('tell their columns before the first row', () =>
      withWarehouse(async connection => {
        const { columns } = await connection.stream(`SELECT 1 AS n, 'a' AS n, 1.5 AS "half one" WHERE false`);
        assert.deepEqual(columns, [
          { name: 'n', type: 'INTEGER' },
          { name: 'n', type: 'VARCHAR' },
          { name: 'half one', type: 'DECIMAL(2,1)' },
        ]);
        assert.deepEqual((await connection.stream('CREATE TABLE t(n INTEGER)')).columns, []);
      }));

    it('do not hold the result', () =>
      withWarehouse(async connection => {
        const before = process.memoryUsage().rss;
        let rows = 0;
        for await (const batch of (
          await connection.stream(`SELECT repeat('x', 1000) || range FROM range(1_000_000)`)
        ).texts()) {
          rows += batch.length;
        }
        assert.equal(rows, 1_000_000);
        assert.ok(process.memoryUsage().rss - before < 400e6);
      })).timeout(60_000);

    it('let go of what they read when they are left early', () =>
      withWarehouse(async (connection, warehouse) => {
        await connection.run('CREATE TABLE t AS FROM range(1_000_000)');
        for await (const batch of (await connection.stream('FROM t')).cells()) {
          assert.ok(batch.length > 0);
          break;
        }
        const other = await warehouse.connect();
        await other.run('DROP TABLE t');
        await other.run('FORCE CHECKPOINT warehouse');
        assert.deepEqual(await connection.one('SELECT 1 AS n'), { n: 1 });
      }));

    it('fail rather than end early when another statement came between', () =>
      withWarehouse(async connection => {
        const stream = (await connection.stream('FROM range(1_000_000)')).cells();
        await stream.next();
        await connection.run('SELECT 1');
        assert.match((await refused(stream.next())).message, /before its stream was read to the end/);
      }));

    it('tell an error that comes after the first rows, and where it is', () =>
      withWarehouse(async connection => {
        const late: [cell: string, sentence: RegExp][] = [
          [`CAST('x' || range AS INTEGER)`, /Could not convert string 'x500000'/],
          [`error('late ' || range)`, /Late 500000/],
          ['sqrt(-range)', /square root/],
          ['range * 9223372036854775807', /[Oo]verflow/],
          [`strptime('x' || range, '%Y')`, /parse/],
          [`json_extract('{' || range, '$.a')`, /JSON/],
          ['CAST($text || range AS DATE)', /Invalid date/],
        ];
        for (const [cell, sentence] of late) {
          const sql = `SELECT 'é';\nSELECT CASE WHEN range = 500_000\n  THEN ${cell} END\nFROM range(1_000_000)`;
          const params: Params = cell.includes('$text') ? { text: 'x' } : {};
          const stream = (await connection.stream(sql, { params })).cells();
          assert.ok((await stream.next()).value);
          const error = await refused(rest(stream));
          assert.equal(error.code, 'warehouse.sql', cell);
          assert.match(error.message, sentence);
          if (cell.startsWith('CAST')) assert.deepEqual(error.position, { line: 3, column: 8 });
          assert.deepEqual(await connection.one('SELECT 1 AS n'), { n: 1 });
        }
      }));

    it('tell a file that ends in the middle', () =>
      inFolder(async folder => {
        const file = join(folder, 'bad.csv');
        await writeFile(file, `${'1,a\n'.repeat(400_000)}x,b\n`);
        await withWarehouse(async connection => {
          const error = await refused(
            readAll(connection, `FROM read_csv('${file}', columns = {'n': 'INTEGER', 't': 'VARCHAR'}, header = false)`),
          );
          assert.match(error.message, /Error when converting column "n"/);
        });
      }));

    it('tell a failure inside a transaction of the person, which is theirs to end', () =>
      withWarehouse(async connection => {
        await connection.run('CREATE TABLE t(n INTEGER); BEGIN; INSERT INTO t VALUES (1)');
        assert.equal((await readAll(connection, 'FROM range(10_000)')).length, 10_000);
        const sql = `SELECT CASE WHEN range = 500_000 THEN error('late') END FROM range(1_000_000)`;
        assert.match((await refused(readAll(connection, sql))).message, /its transaction is spoiled/);
        await connection.run('ROLLBACK');
        assert.deepEqual(await connection.rows('FROM t'), []);
      }));

    it('leave no transaction behind, read to the end or not', () =>
      withWarehouse(async connection => {
        await connection.run('CREATE TABLE t AS FROM range(10_000)');
        await readAll(connection, 'FROM t');
        for await (const _ of (await connection.stream('FROM t')).texts()) break;
        const overtaken = (await connection.stream('FROM t')).cells();
        await overtaken.next();
        await connection.transaction(() => connection.run('DELETE FROM t'));
        assert.deepEqual(await connection.one('SELECT count(*) AS n FROM t'), { n: 0 });
      }));

    it('stop when cancelled between their rows', () =>
      withWarehouse(async connection => {
        for (const cancel of [
          (controller: AbortController) => controller.abort(),
          () => connection.interrupt(),
          (controller: AbortController) => void setImmediate().then(() => controller.abort()),
        ]) {
          const controller = new AbortController();
          const stream = (
            await connection.stream('FROM range(1_000_000_000_000)', { signal: controller.signal })
          ).cells();
          await stream.next();
          const failing = refused(rest(stream));
          cancel(controller);
          assert.equal((await failing).code, 'cancelled');
          assert.deepEqual(await connection.one('SELECT 1 AS n'), { n: 1 });
        }
      }));
  });

  describe('in a transaction', () => {
    it('are kept together or not at all', () =>
      withWarehouse(async connection => {
        await connection.run('CREATE TABLE t(n INTEGER)');
        await connection.transaction(() => connection.run('INSERT INTO t VALUES (1)'));
        const fault = new Error('no');
        await assert.rejects(
          connection.transaction(async () => {
            await connection.run('INSERT INTO t VALUES (2)');
            throw fault;
          }),
          fault,
        );
        assert.deepEqual(await connection.rows('FROM t'), [{ n: 1 }]);
      }));

    it('are undone when one of them is cancelled', () =>
      withWarehouse(async (connection, warehouse) => {
        const { endless, underWay } = await endlessIn(warehouse);
        await connection.run('CREATE TABLE t(n INTEGER)');
        const controller = new AbortController();
        const asked = refused(
          connection.transaction(async () => {
            await connection.run('INSERT INTO t VALUES (1)');
            await connection.run(endless, { signal: controller.signal });
          }),
        );
        await underWay();
        controller.abort();
        assert.equal((await asked).code, 'cancelled');
        assert.deepEqual(await connection.rows('FROM t'), []);
        await connection.transaction(() => connection.run('INSERT INTO t VALUES (2)'));
        assert.deepEqual(await connection.rows('FROM t'), [{ n: 2 }]);
      }));

    it('are undone when one of them fails while it runs', () =>
      withWarehouse(async connection => {
        await connection.run('CREATE TABLE t(n INTEGER)');
        const error = await refused(
          connection.transaction(() => connection.run("INSERT INTO t VALUES (1); INSERT INTO t SELECT error('no')")),
        );
        assert.equal(error.message, 'No.');
        assert.deepEqual(await connection.rows('FROM t'), []);
      }));

    it('can be undone by the person after one of them failed', () =>
      withWarehouse(async connection => {
        for (const undo of ['ROLLBACK', '-- enough\n/* of it */ rollback;', 'ABORT', 'ROLLBACK; SELECT 1']) {
          await refused(connection.run("BEGIN; CREATE TABLE t(n INTEGER); SELECT error('no')"));
          assert.match((await refused(connection.run('SELECT 1'))).message, /please ROLLBACK/);
          await connection.run(undo);
          assert.deepEqual(await connection.rows('SELECT table_name FROM duckdb_tables()'), []);
        }
      }));

    it('tell the first error, not the one of undoing', () =>
      withWarehouse(async connection => {
        const error = await refused(connection.transaction(() => connection.run('ROLLBACK; SELECT nope')));
        assert.match(error.message, /nope/);
      }));

    it('do not begin another', () =>
      withWarehouse(async connection => {
        const nested = connection.transaction(() => connection.transaction(async () => undefined));
        assert.match((await refused(nested)).message, /under way/);
        await connection.transaction(async () => undefined);
      }));
  });

  it('tell how far they are, from 0 to 1', () =>
    withWarehouse(async connection => {
      await connection.run('CREATE TABLE t AS FROM range(1_000_000)');
      assert.equal(connection.progress(), undefined);
      const seen = new Set<number>();
      while (seen.size < 3) {
        let isDone = false;
        const working = connection.run('CREATE OR REPLACE TABLE u AS SELECT md5(range::VARCHAR) FROM t').finally(() => {
          isDone = true;
        });
        while (!isDone) {
          seen.add(connection.progress() ?? 0);
          await setImmediate();
        }
        await working;
      }
      for (const progress of seen) assert.ok(progress >= 0 && progress <= 1, String(progress));
    }));

  it('are told apart by the parser, without running', () =>
    withWarehouse(async connection => {
      const kinds = {
        'SELECT 1': 'select',
        'FROM missing WHERE a = $b -- tables need not be there': 'select',
        'WITH a AS (SELECT 1) FROM a;': 'select',
        'SHOW TABLES': 'select',
        'EXPLAIN SELECT 1': 'explain',
        'CREATE TABLE t(n INTEGER)': 'create',
        'DROP TABLE missing': 'other',
        'INSERT INTO missing VALUES (1)': 'other',
        'SELECT 1; DROP TABLE t': 'other',
        "COPY (SELECT 1) TO 'x.csv'": 'copy',
        BEGIN: 'transaction',
        "ATTACH 'x' AS x": 'other',
      };
      for (const [sql, kind] of Object.entries(kinds)) assert.equal(await connection.statementKind(sql), kind, sql);

      assert.deepEqual(await connection.rows('SELECT table_name FROM duckdb_tables()'), []);
    }));

  it('are found in a text with their places', () =>
    withWarehouse(async connection => {
      const sql = "-- all;\nCREATE TABLE t(a INTEGER);\n SELECT ';' FROM t; ; EXPLAIN SELECT 1";
      assert.deepEqual(await connection.statements(sql), [
        { text: '-- all;\nCREATE TABLE t(a INTEGER)', offset: 0, kind: 'create' },
        { text: "SELECT ';' FROM t", offset: sql.indexOf('SELECT'), kind: 'select' },
        { text: 'EXPLAIN SELECT 1', offset: sql.indexOf('EXPLAIN'), kind: 'explain' },
      ]);
      assert.deepEqual((await refused(connection.statements('SELECT 1;\nSELEC 2'))).position, { line: 2, column: 1 });
    }));
});
