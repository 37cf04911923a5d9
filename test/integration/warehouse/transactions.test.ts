import assert from 'node:assert/strict';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { withWarehouse } from './open.ts';

async function prepared(connection: Connection): Promise<void> {
  await connection.run('CREATE TABLE t(n INTEGER); CREATE TABLE u(n INTEGER)');
  await connection.run('CREATE TEMP TABLE batch AS SELECT 1 AS n');
  await connection.run('CREATE TABLE memory.main.result AS SELECT 2 AS n');
}

const inOneTransaction = (connection: Connection, ...statements: string[]) =>
  connection.transaction(async () => {
    for (const statement of statements) await connection.run(statement);
  });

describe('one transaction', () => {
  const allowed: [what: string, ...statements: string[]][] = [
    [
      'several tables of the warehouse',
      'INSERT INTO t VALUES (1)',
      'INSERT INTO u VALUES (1)',
      'CREATE TABLE v AS FROM t',
    ],
    ['the warehouse from a TEMP table filled before it', 'INSERT INTO t FROM batch'],
    ['a TEMP table and the warehouse', 'INSERT INTO batch VALUES (3)', 'INSERT INTO t FROM batch'],
    ['the warehouse and a TEMP table', 'INSERT INTO t VALUES (1)', 'DELETE FROM batch'],
    [
      'the warehouse from a TEMP table made in it',
      'CREATE TEMP TABLE fresh AS SELECT 4 AS n',
      'INSERT INTO t FROM fresh',
    ],
    ['the warehouse from a table of the memory database', 'INSERT INTO t FROM memory.main.result'],
    [
      'a TEMP table and the memory database',
      'INSERT INTO batch VALUES (3)',
      'INSERT INTO memory.main.result FROM batch',
    ],
  ];
  for (const [what, ...statements] of allowed) {
    it(`may write ${what}`, () =>
      withWarehouse(async connection => {
        await prepared(connection);
        await inOneTransaction(connection, ...statements);
      }));
  }

  const refused: [what: string, ...statements: string[]][] = [
    [
      'the memory database and then the warehouse',
      'INSERT INTO memory.main.result VALUES (1)',
      'INSERT INTO t VALUES (1)',
    ],
    [
      'the warehouse and then the memory database',
      'INSERT INTO t VALUES (1)',
      'INSERT INTO memory.main.result VALUES (1)',
    ],
  ];
  for (const [what, ...statements] of refused) {
    it(`may not write ${what}, and changes neither`, () =>
      withWarehouse(async connection => {
        await prepared(connection);
        await assert.rejects(
          inOneTransaction(connection, ...statements),
          /can only write to a single attached database/,
        );
        assert.deepEqual(await connection.rows('FROM t UNION ALL FROM memory.main.result'), [{ n: 2 }]);
      }));
  }

  it('undoes TEMP tables with the warehouse', () =>
    withWarehouse(async connection => {
      await prepared(connection);
      await assert.rejects(
        inOneTransaction(connection, 'DELETE FROM batch', 'INSERT INTO t VALUES (1)', 'SELECT nope'),
      );
      assert.deepEqual(await connection.rows('FROM batch'), [{ n: 1 }]);
      assert.deepEqual(await connection.rows('FROM t'), []);
    }));

  it('shows a reader the old rows until it commits, and the new ones afterwards', () =>
    withWarehouse(async (connection, warehouse) => {
      const reader = await warehouse.connect();
      await connection.run('CREATE TABLE t AS SELECT 1 AS n');
      await connection.transaction(async () => {
        await connection.run('DROP TABLE t; CREATE TABLE t AS SELECT 2 AS n');
        assert.deepEqual(await reader.rows('FROM t'), [{ n: 1 }]);
      });
      assert.deepEqual(await reader.rows('FROM t'), [{ n: 2 }]);
    }));
});
