import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextCell } from '../../../src/base/cell.ts';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { distinctNames, type HeadLimit, keepResult, nameOf } from '../../../src/warehouse/keep.ts';
import type { Warehouse } from '../../../src/warehouse/warehouse.ts';
import { endlessIn, withWarehouse } from './open.ts';

const table = { schema: 'main', name: 'kept' };
const plenty: HeadLimit = { rows: 1_000, letters: 1_000_000 };

async function textsOf(connection: Connection, sql: string): Promise<TextCell[][]> {
  const rows: TextCell[][] = [];
  for await (const batch of (await connection.stream(sql)).texts()) rows.push(...batch);
  return rows;
}

async function keep(warehouse: Warehouse, asking: Connection, sql: string, limit = plenty) {
  await using keeper = await warehouse.connect();
  const kept = await keepResult(await asking.stream(sql), keeper, table, limit);
  return { ...kept, rows: await textsOf(keeper, `FROM ${nameOf(table)} ORDER BY rowid`) };
}

/** Keeps the result, and gives its rows and types as they were and as they are kept. */
async function keptAndAsked(warehouse: Warehouse, asking: Connection, sql: string) {
  const kept = await keep(warehouse, asking, `SELECT ${sql} AS v`);
  const [{ type } = { type: '' }] = await asking.rows<{ type: string }>(`SELECT typeof(v) AS type FROM memory.kept`);
  await asking.run('DROP TABLE memory.kept');
  const asked = await asking.one<{ type: string }>(`SELECT typeof(v) AS type FROM (SELECT ${sql} AS v) LIMIT 1`);
  return { kept: kept.rows, asked: await textsOf(asking, `SELECT ${sql} AS v`), type, askedType: asked.type };
}

describe('a result that is kept', function () {
  this.timeout(30_000);

  it('has every type DuckDB knows, and each value as it was', () =>
    withWarehouse(async (connection, warehouse) => {
      const all = await connection.rows<{ name: string }>(
        'SELECT column_name AS name FROM (DESCRIBE FROM test_all_types())',
      );
      assert.ok(all.length > 50);
      for (const { name } of all) {
        const sql = `"${name}" FROM test_all_types()`;
        const kept = await keep(warehouse, connection, `SELECT ${sql}`);
        assert.deepEqual(kept.rows, await textsOf(connection, `SELECT ${sql}`), name);
        assert.deepEqual(kept.head, kept.rows, name);
        const [was, is] = await connection.rows<{ type: string }>(
          `(SELECT typeof("${name}") AS type FROM test_all_types() LIMIT 1) UNION ALL (SELECT typeof("${name}") FROM memory.kept LIMIT 1)`,
        );
        assert.deepEqual(is, was, name);
        await connection.run('DROP TABLE memory.kept');
      }
    }));

  it('has the types that are no columns of that, too', () =>
    withWarehouse(async (connection, warehouse) => {
      await connection.run(`CREATE TYPE mood AS ENUM ('glad', 'it''s "so"'); CREATE TYPE age AS INTEGER`);
      for (const sql of [
        `'{"a": [1, 2]}'::JSON`,
        `42::VARIANT`,
        `'it''s "so"'::mood`,
        `{'a b"c': 1, 'select': [NULL, 'x']}`,
        `MAP {[1]: {'__proto__': NULL::INTEGER}}`,
        `'\\x00\\xFFa'::BLOB`,
        `repeat('long', 100_000)`,
        `union_value(k := [1])`,
        `'infinity'::TIMESTAMPTZ`,
      ]) {
        const { kept, asked, type, askedType } = await keptAndAsked(warehouse, connection, sql);
        assert.deepEqual(kept, asked, sql);
        assert.equal(type.replaceAll('"', ''), askedType.replaceAll('"', ''), sql);
      }
    }));

  it('has the text of what no table can hold', () =>
    withWarehouse(async (connection, warehouse) => {
      for (const sql of [
        `(1, 'a b', NULL)`,
        `[(1, 2)]`,
        `MAP {1: (1, 'x')}`,
        `{'t': ('x', 1)}`,
        '[]',
        'NULL',
        '42::age',
      ]) {
        if (sql.endsWith('age')) await connection.run('CREATE TYPE age AS INTEGER');
        const { kept, asked } = await keptAndAsked(warehouse, connection, sql);
        assert.deepEqual(kept, asked, sql);
      }
    }));

  it('has its rows in their order, however many there are, and gives the first', () =>
    withWarehouse(async (connection, warehouse) => {
      const sql = 'SELECT range AS n, hash(range) AS h FROM range(300_000) ORDER BY h';
      const { rowCount, head, rows } = await keep(warehouse, connection, sql, { rows: 3_000, letters: 1_000_000 });
      assert.equal(rowCount, 300_000);
      assert.equal(head.length, 3_000);
      assert.deepEqual(rows.slice(0, 3_000), head);
      assert.deepEqual(rows, await textsOf(connection, sql));
    }));

  it('gives fewer of the first rows where they are large, and one at least', () =>
    withWarehouse(async (connection, warehouse) => {
      const sql = `SELECT repeat('x', 400) FROM range(10)`;
      assert.equal((await keep(warehouse, connection, sql, { rows: 10, letters: 1_000 })).head.length, 3);
      await connection.run('DROP TABLE memory.kept');
      assert.equal((await keep(warehouse, connection, sql, { rows: 10, letters: 1 })).head.length, 1);
    }));

  it('has a column for each, whatever they are called', () =>
    withWarehouse(async (connection, warehouse) => {
      const { rows } = await keep(warehouse, connection, `SELECT 1 AS a, 2 AS A, 3 AS a, 4 AS "x ""y", 5 AS "rowid"`);
      assert.deepEqual(rows, [['1', '2', '3', '4', '5']]);
    }));

  it('is no part of the transaction that asked for it', () =>
    withWarehouse(async (connection, warehouse) => {
      await connection.run('CREATE TABLE t(n INTEGER); BEGIN; INSERT INTO t VALUES (1)');
      await keep(warehouse, connection, 'FROM t');
      await connection.run('ROLLBACK');
      assert.deepEqual(await connection.rows('FROM memory.kept'), [{ n: 1 }]);
      assert.deepEqual(await connection.rows('FROM t'), []);
    }));

  it('leaves nothing where its statement fails or is cancelled half-way', () =>
    withWarehouse(async (connection, warehouse) => {
      const failing = `SELECT CASE WHEN range > 100_000 THEN error('broken') END FROM range(1_000_000)`;
      await assert.rejects(keep(warehouse, connection, failing), /Broken/);
      const { endless, underWay } = await endlessIn(warehouse);
      const stopping = new AbortController();
      await using keeper = await warehouse.connect();
      const kept = connection
        .stream(endless, { signal: stopping.signal })
        .then(result => keepResult(result, keeper, table, plenty));
      await underWay();
      stopping.abort();
      await assert.rejects(kept, { code: 'cancelled' });
      assert.deepEqual(await connection.rows(`SELECT table_name FROM duckdb_tables() WHERE table_name = 'kept'`), []);
    }));

  it('has columns that differ by more than case', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'A', 'a_1', 'a_1_1', '', 'column')), names => {
        const distinct = distinctNames(names);
        assert.equal(new Set(distinct.map(name => name.toLowerCase())).size, names.length);
        assert.ok(distinct.every((name, i) => name.startsWith(names[i] || 'column')));
      }),
    ));
});
