import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { copyQuery } from '../../../src/warehouse/copy.ts';
import { Warehouse } from '../../../src/warehouse/warehouse.ts';
import { holdElsewhere, inFolder, killed } from './open.ts';

/** What only reads, whatever it is called; OUT is a folder. */
const reading = [
  'FROM t',
  'SET threads = 1; RESET threads; SELECT count(*) FROM t',
  "SET VARIABLE least = 1; FROM t WHERE n > getvariable('least')",
  'SHOW TABLES; DESCRIBE t; SUMMARIZE t; PRAGMA show_tables',
  'EXPLAIN ANALYZE FROM t',
  'CREATE TEMP TABLE mine AS FROM t; INSERT INTO mine VALUES (3); FROM mine',
  'CREATE TEMP MACRO twice(a) AS 2 * a; SELECT twice(n) FROM t',
  "COPY t TO 'OUT/t.csv'; FROM 'OUT/t.csv'",
  "ATTACH 'OUT/other.duckdb' AS other; CREATE TABLE other.t AS FROM t; FROM other.t",
];

/** What writes to the file, and what is to be seen of it afterwards. */
const writing: Readonly<Record<string, string>> = {
  'INSERT INTO t VALUES (1) RETURNING n': 'SELECT count(*) = 2 FROM t',
  'CREATE TABLE u AS FROM t': 'SELECT count(*) = 1 FROM u',
  'CREATE OR REPLACE VIEW v AS SELECT 7 AS n': 'SELECT n = 7 FROM v',
  "SELECT nextval('s')": 'SELECT last_value = 2 FROM duckdb_sequences()',
  'SELECT step()': 'SELECT last_value = 2 FROM duckdb_sequences()',
  'EXPLAIN ANALYZE INSERT INTO t VALUES (1)': 'SELECT count(*) = 2 FROM t',
  "COPY t TO 'OUT/t.csv'; COPY t FROM 'OUT/t.csv'": 'SELECT count(*) = 2 FROM t',
  'FROM t; BEGIN; FROM t; INSERT INTO t VALUES (1); COMMIT': 'SELECT count(*) = 2 FROM t',
  'CREATE TEMP TABLE more AS FROM t; INSERT INTO t FROM more': 'SELECT count(*) = 2 FROM t',
  'PREPARE every AS FROM t; EXECUTE every; INSERT INTO t VALUES (1); EXECUTE every': 'SELECT count(*) = 2 FROM t',
  'CREATE TEMP VIEW mine AS FROM t; FROM mine; INSERT INTO t FROM mine; FROM mine': 'SELECT count(*) = 2 FROM mine',
  'DROP TABLE t': "SELECT count(*) = 0 FROM duckdb_tables() WHERE table_name = 't'",
  "COMMENT ON TABLE t IS 'mine'": "SELECT comment = 'mine' FROM duckdb_tables() WHERE table_name = 't'",
};

async function make(path: string): Promise<void> {
  await using warehouse = await Warehouse.open({ path });
  const connection = await warehouse.connect();
  await connection.run(`CREATE TABLE t AS SELECT 42 AS n; CREATE SEQUENCE s; CREATE VIEW v AS FROM t;
    CREATE MACRO step() AS nextval('s'); SELECT nextval('s')`);
}

/** With a file of its own, opened to be read until somebody writes. */
const withReader = <T>(work: (connection: Connection, folder: string, path: string) => Promise<T>): Promise<T> =>
  inFolder(async folder => {
    const path = join(folder, 'w.duckdb');
    await make(path);
    await using warehouse = await Warehouse.open({ path, readOnly: true });
    warehouse.writeOnDemand();
    return await work(await warehouse.connect(), folder, path);
  });

async function isTrue(connection: Connection, sql: string): Promise<boolean> {
  return Object.values(await connection.one(sql))[0] === true;
}

describe('a warehouse that is opened to be read until somebody writes', function () {
  this.timeout(30_000);

  it('is read while others read it', () =>
    withReader(async (connection, folder, path) => {
      const other = await holdElsewhere(path, 'FROM t', 'to read');
      for (const sql of reading) {
        assert.ok((await connection.rows(sql.replaceAll('OUT', folder))).length > 0, sql);
      }
      assert.equal(await copyQuery(connection, 'FROM t', join(folder, 't.parquet')), 1);
      await killed(other);
    }));

  for (const [sql, holds] of Object.entries(writing)) {
    it(`is written by ${sql}`, () =>
      withReader(async (connection, folder) => {
        await connection.run(sql.replaceAll('OUT', folder));
        assert.ok(await isTrue(connection, holds));
      }));
  }

  it('is not written while others read it: that is told, nothing has happened, and reading goes on', () =>
    withReader(async (connection, folder, path) => {
      const other = await holdElsewhere(path, 'FROM t', 'to read');
      for (const sql of Object.keys(writing)) {
        await assert.rejects(connection.run(sql.replaceAll('OUT', folder)), { code: 'warehouse.locked' }, sql);
        assert.deepEqual(await connection.rows('FROM t'), [{ n: 42 }]);
      }
      await killed(other);
    }));

  it('streams the rows of what writes', () =>
    withReader(async connection => {
      const rows: unknown[] = [];
      for await (const batch of (await connection.stream("SELECT nextval('s') AS n FROM range(3)")).cells()) {
        rows.push(...batch);
      }
      assert.deepEqual(rows, [[2], [3], [4]]);
    }));

  it('shows what a process that was killed had committed, and writes it to the file when that is asked for', () =>
    inFolder(async folder => {
      const path = join(folder, 'w.duckdb');
      await make(path);
      await killed(await holdElsewhere(path, 'INSERT INTO t FROM range(1000)'));
      await using warehouse = await Warehouse.open({ path, readOnly: true });
      warehouse.writeOnDemand();
      const connection = await warehouse.connect();
      assert.deepEqual(await connection.one('SELECT count(*) AS n FROM t'), { n: 1001 });
      assert.ok((await stat(`${path}.wal`)).size > 0);
      await connection.run('CHECKPOINT');
      await assert.rejects(stat(`${path}.wal`), { code: 'ENOENT' });
    }));
});
