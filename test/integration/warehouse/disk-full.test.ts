import assert from 'node:assert/strict';
import { join } from 'node:path';
import { SparkifyError } from '../../../src/base/errors.ts';
import { copyQuery } from '../../../src/warehouse/copy.ts';
import { Warehouse } from '../../../src/warehouse/warehouse.ts';
import { onSmallDisk } from './small-disk.ts';

const full = (error: unknown) => {
  assert.ok(error instanceof SparkifyError, String(error));
  assert.equal(error.code, 'warehouse.full');
  assert.match(error.message, /^The disk is full.*Free some space/);
  return true;
};

describe('a full disk', function () {
  this.timeout(60_000);

  it('is told as that, and what was committed stays', async function () {
    await onSmallDisk(this, 16, async disk => {
      const path = join(disk, 'w.duckdb');
      const warehouse = await Warehouse.open({ path });
      const connection = await warehouse.connect();
      await connection.run('CREATE TABLE kept AS SELECT range AS n FROM range(1000)');
      const big = 'CREATE TABLE big AS SELECT hash(range)::VARCHAR || hash(range + 1) AS s FROM range(3_000_000)';
      await assert.rejects(
        connection.transaction(() => connection.run(big)),
        full,
      );
      await warehouse.close();

      await using again = await Warehouse.open({ path });
      const reader = await again.connect();
      assert.deepEqual(await reader.one('SELECT count(*) AS rows, sum(n) AS sum FROM kept'), {
        rows: 1000,
        sum: 499500,
      });
    });
  });

  it('leaves no half of a Parquet file', async function () {
    await onSmallDisk(this, 4, async disk => {
      await using warehouse = await Warehouse.open({ path: ':memory:' });
      const connection = await warehouse.connect();
      const file = join(disk, 'x.parquet');
      await assert.rejects(copyQuery(connection, 'SELECT hash(range) AS h FROM range(3_000_000)', file), full);
      assert.deepEqual(await connection.rows(`SELECT * FROM glob('${disk}/*')`), []);
      assert.equal(await copyQuery(connection, 'SELECT 1', file), 1);
    });
  });

  it('is told when what does not fit in memory finds no room either', async function () {
    await onSmallDisk(this, 8, async disk => {
      await using warehouse = await Warehouse.open({
        path: ':memory:',
        memoryLimit: '64MB',
        tempFolder: join(disk, 'temp'),
        threads: 1,
      });
      const connection = await warehouse.connect();
      const sorting = connection.run(
        'CREATE TEMP TABLE t AS SELECT uuid()::VARCHAR AS id FROM range(5_000_000) ORDER BY id',
      );
      await assert.rejects(sorting, full);
      assert.deepEqual(await connection.one('SELECT 1 AS n'), { n: 1 });
    });
  });
});
