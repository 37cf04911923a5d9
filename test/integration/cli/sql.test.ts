import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentOf, ended, inShell } from '../../support/cli.ts';

const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const people = "SELECT * FROM (VALUES (1, 'Ada', 1.5), (2, NULL, 2.5)) t(id, name, score)";

describe('sparkify sql', () => {
  const formats: Readonly<Record<string, string>> = {
    csv: 'id,name,score\n1,Ada,1.5\n2,,2.5\n',
    ndjson: '{"id":1,"name":"Ada","score":1.5}\n{"id":2,"name":null,"score":2.5}\n',
    markdown: '| id | name | score |\n| ---: | --- | ---: |\n| 1 | Ada | 1.5 |\n| 2 | NULL | 2.5 |\n',
  };
  for (const [format, expected] of Object.entries(formats)) {
    it(`prints ${format}`, () =>
      inShell(async ({ sparkify }) => {
        const { stdout, code } = await sparkify('sql', people, '--format', format);
        assert.deepEqual({ stdout, code }, { stdout: expected, code: 0 });
      }));
  }

  it('prints a table, of every SELECT there is', () =>
    inShell(async ({ sparkify }) => {
      const { stdout } = await sparkify(
        'sql',
        `CREATE TABLE t AS ${people}; SELECT count(*) AS n FROM t; SELECT name FROM t WHERE id = 1;`,
      );
      assert.match(stdout, /^n\n─\n2\n\(1 row\)\nname\n─+\nAda\n\(1 row\)\n$/);
    }));

  it('prints one JSON document of the last result', () =>
    inShell(async ({ sparkify }) => {
      const run = await sparkify(
        'sql',
        '--json',
        "SELECT 1 AS first; SELECT 9007199254740993 AS big, DATE '2018-11-12' AS day",
      );
      assert.deepEqual(documentOf(run), {
        columns: [
          { name: 'big', type: 'BIGINT' },
          { name: 'day', type: 'DATE' },
        ],
        rows: [{ big: '9007199254740993', day: '2018-11-12' }],
      });
      assert.deepEqual(documentOf(await sparkify('sql', '--json', 'SELECT 1 AS n WHERE false')), {
        columns: [{ name: 'n', type: 'INTEGER' }],
        rows: [],
      });
    }));

  const statements: [string, object[]][] = [
    ['CREATE TABLE t AS SELECT 1 AS n', []],
    ['CREATE TABLE t (n INTEGER)', []],
    ['SET threads = 2', []],
    ['BEGIN', []],
    ['CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2)', [{ Count: 2 }]],
    ['SELECT 1 AS n WHERE false', []],
  ];
  for (const [statement, rows] of statements) {
    it(`prints valid JSON for ${statement}`, () =>
      inShell(async ({ sparkify }) => {
        assert.deepEqual(documentOf(await sparkify('sql', statement, '--json')).rows, rows);
        assert.deepEqual(documentOf(await sparkify('sql', statement, '--format', 'json')), rows);
        const { stdout } = await sparkify('sql', statement, '--format', 'ndjson');
        assert.equal(stdout, rows.map(row => `${JSON.stringify(row)}\n`).join(''));
      }));
  }

  it('prints valid JSON for EXPLAIN', () =>
    inShell(async ({ sparkify }) => {
      const { rows } = documentOf<{ rows: object[] }>(await sparkify('sql', 'EXPLAIN SELECT 1', '--json'));
      assert.deepEqual(Object.keys(rows[0]!), ['explain_key', 'explain_value']);
    }));

  it('refuses a folder as the file to write, and points to extract where SQL cannot read a lake', () =>
    inShell(async ({ sparkify, folder }) => {
      for (const format of ['csv', 'parquet']) {
        const { code, stderr } = await sparkify('sql', 'SELECT 1 AS a', '-o', '.', '--format', format);
        assert.equal(code, 2);
        assert.match(stderr, /is a folder\. Name a file in it/);
      }
      assert.deepEqual(await readdir(folder), []);
      const { stderr } = await sparkify('sql', "FROM 's3://bucket/x.parquet'", '--json');
      assert.match(stderr, /sparkify extract brings its objects/);
      assert.doesNotMatch(stderr, /INSTALL/);
    }));

  it('ends the one JSON document with the error when a result breaks off half-way', () =>
    inShell(async ({ sparkify }) => {
      const run = await sparkify(
        'sql',
        '--json',
        "SELECT CASE WHEN range < 5000000 THEN 1 ELSE error('broke off') END AS n FROM range(5000001)",
      );
      const { rows, error } = documentOf<{ rows: unknown[]; error: { code: string; message: string } }>(run);
      assert.ok(rows.length > 0);
      assert.equal(error.code, 'warehouse.sql');
      assert.match(error.message, /broke off/i);
      assert.equal(run.code, 4);
    }));

  it('reads the statements from standard input or from a file', () =>
    inShell(async ({ sparkify, sparkifyWith, write }) => {
      assert.equal((await sparkifyWith({ input: 'SELECT 42 AS n' }, 'sql', '-', '--format', 'csv')).stdout, 'n\n42\n');
      await write('q.sql', '-- the answer\nSELECT 42 AS n;\n');
      assert.equal((await sparkify('sql', '-f', 'q.sql', '--format', 'csv')).stdout, 'n\n42\n');
      assert.match((await sparkify('sql', '-f', 'none.sql')).stderr, /none\.sql cannot be read/);
      assert.equal((await sparkify('sql', '-f', 'q.sql', 'SELECT 1')).code, 2);
      assert.match((await sparkify('sql')).stderr, /What to ask\?/);
    }));

  it('binds parameters, as what they look like or as the text in quotes', () =>
    inShell(async ({ sparkify }) => {
      const query = 'SELECT $n + 1 AS n, $text AS text, typeof($text) AS type, $none AS none';
      const { stdout, stderr } = await sparkify(
        ...['sql', query, '--format', 'csv', '--param', 'n=41', '--param', "text='15'", '--param', 'none=null'],
      );
      assert.equal(stdout, 'n,text,type,none\n42,15,VARCHAR,\n', stderr);
      const unknown = await sparkify('sql', 'SELECT 1', '--param', 'user=15');
      assert.deepEqual([unknown.code, unknown.stdout], [2, '']);
      assert.match(unknown.stderr, /no statement mentions \$user/);
      assert.match((await sparkify('sql', 'SELECT $user')).stderr, /needs a value for \$user/);
    }));

  it('writes files whole, in the format their ending says', () =>
    inShell(async ({ sparkify, folder }) => {
      assert.match((await sparkify('sql', people, '-o', 'out.csv')).stdout, /^Wrote .*out\.csv\.\n$/);
      assert.equal(await readFile(join(folder, 'out.csv'), 'utf8'), formats.csv);
      const parquet = await sparkify('sql', people, '-o', 'out.parquet', '--json');
      assert.deepEqual(documentOf(parquet), { file: join(folder, 'out.parquet'), rows: 2 });
      assert.equal(
        (await sparkify('sql', "SELECT sum(id) AS n FROM 'out.parquet'", '--format', 'csv')).stdout,
        'n\n3\n',
      );

      const broken = "SELECT CASE WHEN range < 100000 THEN 1 ELSE error('no') END AS n FROM range(200000)";
      assert.equal((await sparkify('sql', broken, '-o', 'out.csv')).code, 4);
      assert.equal(await readFile(join(folder, 'out.csv'), 'utf8'), formats.csv, 'the old file stays');
      assert.deepEqual((await readdir(folder)).sort(), ['out.csv', 'out.parquet']);
      assert.equal((await sparkify('sql', people, '--format', 'parquet')).code, 2);
    }));

  it('says where it cannot write a file, and asks for the format of one whose ending says none', () =>
    inShell(async ({ sparkify, folder }) => {
      const lost = await sparkify('sql', people, '-o', 'nowhere/out.csv');
      assert.equal(lost.code, 2);
      assert.match(lost.stderr, /nowhere\/out\.csv cannot be written: its folder does not exist\./);
      const sheet = await sparkify('sql', people, '-o', 'out.xlsx');
      assert.equal(sheet.code, 2);
      assert.match(sheet.stderr, /No format is known by the ending \.xlsx of .*: give --format too/);
      assert.deepEqual(await readdir(folder), []);
      await sparkify('sql', 'SELECT 1 AS n', '-o', 'out.log', '--format', 'table');
      await sparkify('sql', 'SELECT 1 AS n', '-o', 'out.txt');
      assert.equal(await readFile(join(folder, 'out.log'), 'utf8'), await readFile(join(folder, 'out.txt'), 'utf8'));
    }));

  it('shows a mistake under the text of the query, with line and column', () =>
    inShell(async ({ sparkify }) => {
      const { code, stderr } = await sparkify('sql', "SELECT 1;\nSELECT 'Björk', nme FROM (SELECT 1 AS name)");
      assert.equal(code, 4);
      assert.match(
        stderr,
        /\n1 \| SELECT 1;\n2 \| SELECT 'Björk', nme FROM \(SELECT 1 AS name\)\n {2}\| {17}\^\nsparkify: line 2, column 17: .*"nme" not found/,
      );
      const run = await sparkify('sql', '--json', 'SELECT\n  nme');
      const { code: errorCode, line, column } = documentOf<{ error: Record<string, unknown> }>(run).error;
      assert.deepEqual([errorCode, line, column], ['warehouse.sql', 2, 3]);
    }));

  it('runs in memory where there is no warehouse, and refuses one that was named and is not there', () =>
    inShell(async ({ sparkify, folder }) => {
      const { stderr } = await sparkify('sql', 'SELECT 1');
      assert.match(stderr, /no warehouse at .*sparkify\.duckdb: the statements run in memory/);
      const missing = await sparkify('sql', 'SELECT 1', '--warehouse', 'w.duckdb');
      assert.deepEqual([missing.code, missing.stdout], [4, '']);
      assert.deepEqual(await readdir(folder), []);
    }));

  it('reads a warehouse while others read it, and says who does where it is to be written', () =>
    inShell(async ({ sparkify, startBusy }) => {
      await sparkify('create');
      const busy = await startBusy();
      const read = await sparkify('sql', 'SET threads = 1; SELECT count(*) AS n FROM songplays', '--format', 'csv');
      assert.deepEqual([read.code, read.stdout], [0, 'n\n0\n'], read.stderr);
      const written = await sparkify('sql', "INSERT INTO users VALUES (1, 'A', 'B', 'F', 'free')");
      assert.equal(written.code, 4);
      assert.match(written.stderr, new RegExp(`is open in .*node \\(process ${busy.pid}\\)`));
      busy.kill('SIGINT');
      await ended(busy);
      assert.equal((await sparkify('sql', "INSERT INTO users VALUES (1, 'A', 'B', 'F', 'free')")).code, 0);
      assert.equal((await sparkify('sql', 'SELECT count(*) AS n FROM users', '--format', 'csv')).stdout, 'n\n1\n');
    }));

  it('streams: the first rows are there long before the last, and a reader who has enough ends it quietly', () =>
    inShell(async ({ folder }) => {
      const query = 'SELECT range AS n FROM range(1000000000000)';
      const pipe = `"${process.execPath}" "${cli}" sql "${query}" --format csv | head -n 3; exit "\${PIPESTATUS[0]}"`;
      const run = await ended(spawn('bash', ['-c', pipe], { cwd: folder }));
      assert.equal(run.stdout, 'n\n0\n1\n');
      assert.equal(run.code, 0);
      assert.doesNotMatch(run.stderr, /EPIPE|Error/);
    }));
});
