import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ResultFormat, writeResult } from '../../../src/output/result/write-result.ts';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { inFolder, withWarehouse } from './open.ts';

async function written(connection: Connection, format: ResultFormat, sql: string): Promise<string> {
  let text = '';
  for await (const piece of writeResult(format, await connection.stream(sql))) text += piece;
  return text;
}

const hostile = fc.string({ unit: fc.constantFrom(...'ab,"\'\\\n\r\t #|;é😀 NUL'), maxLength: 10 });
const cell = fc.option(hostile, { nil: null });
const rows = fc.array(fc.tuple(cell, cell, fc.option(fc.maxSafeInteger(), { nil: null })), {
  minLength: 1,
  maxLength: 20,
});

describe('results written out', () => {
  it('as CSV come back through read_csv as they were: NULL, empty text, quotes, line ends and all', () =>
    inFolder(folder =>
      withWarehouse(async connection => {
        await connection.run('CREATE TABLE t(a VARCHAR, b VARCHAR, n BIGINT)');
        const file = join(folder, 'x.csv');
        await fc.assert(
          fc.asyncProperty(rows, async given => {
            await connection.run('DELETE FROM t');
            for (const [a, b, n] of given)
              await connection.run('INSERT INTO t VALUES ($a, $b, $n)', { params: { a, b, n } });
            await writeFile(file, await written(connection, 'csv', 'FROM t ORDER BY rowid'));
            const again = await connection.rows(
              `FROM read_csv($file, columns = {'a': 'VARCHAR', 'b': 'VARCHAR', 'n': 'BIGINT'}, header = true, delim = ',',
                quote = '"', escape = '"', allow_quoted_nulls = false, auto_detect = false, strict_mode = true, comment = '')`,
              { params: { file } },
            );
            assert.deepEqual(
              again,
              given.map(([a, b, n]) => ({ a, b, n })),
            );
          }),
          { numRuns: 60 },
        );
      }),
    ));

  it('as JSON are one document however many batches they come in', () =>
    withWarehouse(async connection => {
      const sql = `SELECT range AS n, 'é' || range AS "2", [range, NULL] AS l, NULL AS nothing FROM range(5000)`;
      const expected = Array.from({ length: 5000 }, (_, n) => ({ n, 2: `é${n}`, l: [n, null], nothing: null }));
      assert.deepEqual(JSON.parse(await written(connection, 'json', sql)), expected);
      const lines = (await written(connection, 'ndjson', sql)).trimEnd().split('\n');
      assert.deepEqual(
        lines.map(line => JSON.parse(line)),
        expected,
      );
      assert.equal(lines[0], '{"n":0,"2":"é0","l":[0,null],"nothing":null}');
      assert.deepEqual(JSON.parse(await written(connection, 'json', `${sql} LIMIT 0`)), []);
    }));

  it('as NDJSON come back through read_json as they were', () =>
    inFolder(folder =>
      withWarehouse(async connection => {
        const sql = `SELECT * FROM (VALUES (1, 'a"b', 9007199254740993, TIMESTAMPTZ '2018-11-21 21:56:47.796+00', [1.5, NULL]),
          (2, NULL, -1, NULL, [])) t(n, s, big, "at", l)`;
        const file = join(folder, 'x.ndjson');
        await writeFile(file, await written(connection, 'ndjson', sql));
        const columns = `{'n': 'INTEGER', 's': 'VARCHAR', 'big': 'BIGINT', 'at': 'TIMESTAMPTZ', 'l': 'DOUBLE[]'}`;
        assert.deepEqual(
          await connection.rows(`FROM read_json($file, columns = ${columns})`, { params: { file } }),
          await connection.rows(sql),
        );
      }),
    ));

  it('as a table say how EXPLAIN drew its plan, and nothing where there is nothing', () =>
    withWarehouse(async connection => {
      assert.match(await written(connection, 'table', 'EXPLAIN SELECT 42'), /^┌─.*\n│/);
      assert.equal(await written(connection, 'table', 'CREATE TABLE t(n INTEGER)'), '');
    }));
});
