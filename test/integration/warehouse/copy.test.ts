import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SparkifyError } from '../../../src/base/errors.ts';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { copyQuery } from '../../../src/warehouse/copy.ts';
import type { Warehouse } from '../../../src/warehouse/warehouse.ts';
import { endlessIn, inFolder, withWarehouse } from './open.ts';

const inBoth = (work: (connection: Connection, folder: string, warehouse: Warehouse) => Promise<void>) =>
  inFolder(folder => withWarehouse((connection, warehouse) => work(connection, folder, warehouse)));

describe('a query written as Parquet', () => {
  it('brings every row and type back, from the last of several statements', () =>
    inBoth(async (connection, folder) => {
      const file = join(folder, "o'clock.parquet");
      const sql = `CREATE TABLE t AS FROM range(10_000);
        SELECT range AS n, TIMESTAMPTZ '2018-11-21 21:56:47.796+00' AS "at", [range] AS l FROM t WHERE range < $limit; -- all`;
      assert.equal(await copyQuery(connection, sql, file, { params: { limit: 5000 } }), 5000);
      const [row] = await connection.rows(
        'SELECT count(*) AS rows, sum(n) AS sum, max("at") AS "at", max(l) AS l FROM read_parquet($file)',
        {
          params: { file },
        },
      );
      assert.deepEqual(row, { rows: 5000, sum: 12497500, at: new Date('2018-11-21T21:56:47.796Z'), l: [4999] });
      assert.deepEqual(await readdir(folder), ["o'clock.parquet"]);
    }));

  it('replaces a file only when it is whole', () =>
    inBoth(async (connection, folder, warehouse) => {
      const file = join(folder, 'out.parquet');
      await writeFile(file, 'old');
      const late = `SELECT CASE WHEN range = 900_000 THEN error('late') END FROM range(1_000_000)`;
      await assert.rejects(copyQuery(connection, late, file), /Late/);
      const controller = new AbortController();
      const { endless, underWay } = await endlessIn(warehouse);
      const copying = copyQuery(connection, endless, file, { signal: controller.signal });
      const stopped = assert.rejects(copying, { code: 'cancelled' });
      await underWay();
      controller.abort();
      await stopped;
      assert.deepEqual(await readdir(folder), ['out.parquet']);
      assert.equal(
        await connection.rows(`SELECT content FROM read_text('${file}')`).then(rows => rows[0]!.content),
        'old',
      );
    }));

  it('points at the place of an error in the whole text', () =>
    inBoth(async (connection, folder) => {
      const refusal = async (sql: string) => {
        const error = await copyQuery(connection, sql, join(folder, 'x.parquet')).catch((reason: unknown) => reason);
        assert.ok(error instanceof SparkifyError);
        return error;
      };
      assert.deepEqual((await refusal("SELECT 'é'; SELECT nope")).position, { line: 1, column: 20 });
      assert.deepEqual((await refusal("SELECT 'é';\n  SELECT 1,\n nope")).position, { line: 3, column: 2 });
      const other = await refusal('SELECT 1;\n DROP TABLE t');
      assert.match(other.message, /Only a SELECT/);
      assert.deepEqual(other.position, { line: 2, column: 2 });
    }));

  it('says where it cannot be written', () =>
    inBoth(async (connection, folder) => {
      await mkdir(join(folder, 'taken.parquet'));
      for (const file of [join(folder, 'nowhere', 'x.parquet'), join(folder, 'taken.parquet')]) {
        const error = await copyQuery(connection, 'SELECT 1', file).catch((reason: unknown) => reason);
        assert.ok(error instanceof SparkifyError);
        assert.equal(error.code, 'warehouse.path');
        assert.ok(error.message.startsWith(`${file} cannot be written`), error.message);
        assert.doesNotMatch(error.message, /\.part/);
      }
      assert.deepEqual(await readdir(folder), ['taken.parquet']);
    }));
});
