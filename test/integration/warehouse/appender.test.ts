import assert from 'node:assert/strict';
import { SparkifyError } from '../../../src/base/errors.ts';
import { withWarehouse } from './open.ts';

describe('the appender', () => {
  it('fills a TEMP table or one of the warehouse with every type it takes', () =>
    withWarehouse(async connection => {
      const columns = 'b BOOLEAN, i INTEGER, l BIGINT, d DOUBLE, s VARCHAR, x BLOB';
      for (const create of [`CREATE TEMP TABLE t(${columns})`, `CREATE TABLE u(${columns})`]) {
        await connection.run(create);
        const table = create.includes(' t(') ? 't' : 'u';
        const appender = await connection.appender(table, [
          'BOOLEAN',
          'INTEGER',
          'BIGINT',
          'DOUBLE',
          'VARCHAR',
          'BLOB',
        ]);
        appender.row([true, -1, 2 ** 40, 0.5, "it's \0 é😀", Buffer.from([0, 255])]);
        appender.row([null, null, 9007199254740993n, null, '', null]);
        appender.close();
        assert.deepEqual(await connection.rows(`FROM ${table}`), [
          { b: true, i: -1, l: 2 ** 40, d: 0.5, s: "it's \0 é😀", x: Buffer.from([0, 255]) },
          { b: null, i: null, l: 9007199254740993n, d: null, s: '', x: null },
        ]);
      }
    }));

  it('keeps any number of rows in their order', () =>
    withWarehouse(async connection => {
      await connection.run('CREATE TEMP TABLE t(n INTEGER, s VARCHAR)');
      const appender = await connection.appender('t', ['INTEGER', 'VARCHAR']);
      for (let n = 0; n < 300_000; n++) {
        appender.row([n, `row ${n}`]);
        if (n % 100_000 === 7) appender.flush();
      }
      appender.close();
      const wrong = `SELECT count(*) FILTER (n <> rowid OR s <> 'row ' || rowid) AS wrong, count(*) AS rows FROM t`;
      assert.deepEqual(await connection.one(wrong), { wrong: 0, rows: 300_000 });
    }));

  it('belongs to the transaction around it', () =>
    withWarehouse(async connection => {
      await connection.run('CREATE TABLE t(n INTEGER)');
      const fault = new Error('no');
      const filled = connection.transaction(async () => {
        const appender = await connection.appender('t', ['INTEGER']);
        appender.row([1]);
        appender.close();
        assert.deepEqual(await connection.rows('FROM t'), [{ n: 1 }]);
        throw fault;
      });
      await assert.rejects(filled, fault);
      assert.deepEqual(await connection.rows('FROM t'), []);
    }));

  it('drops what was not flushed when it is left by an error', () =>
    withWarehouse(async connection => {
      await connection.run('CREATE TABLE t(n INTEGER)');
      const fault = new Error('no');
      await assert.rejects(async () => {
        using appender = await connection.appender('t', ['INTEGER']);
        appender.row([1]);
        appender.flush();
        appender.row([2]);
        throw fault;
      }, fault);
      assert.deepEqual(await connection.rows('FROM t'), [{ n: 1 }]);
    }));

  it('says what does not fit', () =>
    withWarehouse(async connection => {
      await connection.run('CREATE TABLE t(n INTEGER NOT NULL)');
      const told = (message: RegExp) => (error: unknown) =>
        error instanceof SparkifyError && message.test(error.message);
      await assert.rejects(connection.appender('missing', ['INTEGER']), told(/missing.*could not be found/));
      await assert.rejects(connection.appender('t', ['INTEGER', 'VARCHAR']), told(/t has 1 column/));
      await assert.rejects(
        async () => {
          using appender = await connection.appender('t', ['INTEGER']);
          appender.row([null]);
          appender.close();
        },
        told(/NOT NULL constraint failed: t\.n/),
      );
      assert.deepEqual(await connection.rows('FROM t'), []);
    }));
});
