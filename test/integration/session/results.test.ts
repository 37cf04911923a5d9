import assert from 'node:assert/strict';
import { Results } from '../../../src/session/results.ts';
import { inMemory, Warehouse } from '../../../src/warehouse/warehouse.ts';
import { failsWith } from '../../support/lakes.ts';
import { atNotebook, resultOf } from '../../support/sessions.ts';

const gone = failsWith('usage.result', /no longer held.*again/);

describe('the results of cells', function () {
  this.timeout(30_000);

  it('are paged through in their own order, beyond their end as well', () =>
    atNotebook(async ({ sql, sessions }) => {
      const { id, rows } = resultOf(await sql('SELECT range AS n, hash(range) AS h FROM range(50_000) ORDER BY h'));
      const all = (await sessions.page({ result: id!, offset: 0, limit: 50_000 })).rows;
      assert.deepEqual(all.slice(0, 10), rows);
      for (const [offset, limit] of [
        [20_000, 200],
        [49_990, 200],
        [60_000, 10],
        [5, 0],
      ] as const) {
        const page = await sessions.page({ result: id!, offset, limit });
        assert.equal(page.rowCount, 50_000);
        assert.deepEqual(page.rows, all.slice(offset, offset + limit));
      }
    }));

  it('are paged through by many at once', () =>
    atNotebook(async ({ sql, sessions }) => {
      const { id } = resultOf(await sql('FROM range(1_000)'));
      const offsets = Array.from({ length: 20 }, (_, i) => i * 50);
      const pages = await Promise.all(offsets.map(offset => sessions.page({ result: id!, offset, limit: 50 })));
      assert.deepEqual(
        pages.map(({ rows }) => rows[0]?.[0]),
        offsets.map(String),
      );
    }));

  it('are as they were when the cell ran, whatever becomes of the tables', () =>
    atNotebook(async ({ sql, sessions }) => {
      const { id } = resultOf(await sql('CREATE TABLE t AS FROM range(30); FROM t'));
      await sql('DROP TABLE t');
      assert.deepEqual((await sessions.page({ result: id!, offset: 29, limit: 1 })).rows, [['29']]);
    }));

  it('answer while another statement of their session runs, and stop when they are no longer wanted', () =>
    atNotebook(async ({ sql, sessions }) => {
      const { id } = resultOf(await sql('FROM range(30)'));
      const stopping = new AbortController();
      const endless = sql('SELECT max(a.range) FROM range(1_000_000_000) a, range(1_000_000)', {
        signal: stopping.signal,
      });
      assert.equal((await sessions.page({ result: id!, offset: 10, limit: 5 })).rows.length, 5);
      await assert.rejects(
        sessions.page({ result: id!, offset: 0, limit: 5 }, AbortSignal.abort()),
        failsWith('cancelled'),
      );
      stopping.abort();
      assert.equal((await endless).status, 'cancelled');
    }));

  it('are gone once they are released, with their session, and in another kernel', () =>
    atNotebook(async ({ sql, sessions }) => {
      const one = resultOf(await sql('FROM range(30)')).id!;
      const other = resultOf(await sql('FROM range(30)', { session: 'other' })).id!;
      await sessions.release([one, 'never was']);
      await assert.rejects(sessions.page({ result: one, offset: 0, limit: 1 }), gone);
      assert.equal((await sessions.page({ result: other, offset: 0, limit: 1 })).rowCount, 30);
      await sessions.endSession('other');
      await assert.rejects(sessions.page({ result: other, offset: 0, limit: 1 }), gone);
      await atNotebook(async next => {
        resultOf(await next.sql('FROM range(30)'));
        await assert.rejects(next.sessions.page({ result: one, offset: 0, limit: 1 }), gone);
      });
    }));

  it('leave nothing in memory once they are gone', () =>
    atNotebook(async ({ sql, sessions }) => {
      const left = `SELECT database_name, schema_name, table_name FROM duckdb_tables() WHERE database_name = 'memory'`;
      await sql('SELECT 1; SELECT 2; SELECT nope', { session: 'other' });
      await sql('FROM range(30)', { session: 'other', name: 'named' });
      await sql('SELECT range FROM range(10_000_000) WHERE error(CASE WHEN range > 9_000_000 THEN range END) IS NULL', {
        session: 'other',
      });
      await sessions.endSession('other');
      assert.deepEqual(resultOf(await sql(left)).rows, []);
      const schemas = resultOf(await sql(`SELECT schema_name FROM duckdb_schemas() WHERE schema_name LIKE 'cells%'`));
      assert.equal(schemas.rowCount, 1);
    }));

  it('beyond a bound are dropped, the oldest first, but never the newest nor one that cells can query', async () => {
    await using warehouse = await Warehouse.open({ path: inMemory });
    const asking = await warehouse.connect();
    const keeping = await warehouse.connect();
    const few = new Results(() => warehouse.connect(), { count: 3, bytes: 1_000_000 });
    const keep = async (sql: string) =>
      (await few.keep(await asking.stream(sql), keeping, 1, { rows: 1, letters: 1 })).id;
    const isHeld = async (result: string) => {
      try {
        return (await few.page({ result, offset: 0, limit: 1 })).rows.length === 1;
      } catch {
        return false;
      }
    };
    const [a, b, c] = [await keep('SELECT 1'), await keep('SELECT 2'), await keep('SELECT 3')];
    await few.name(a, true);
    const d = await keep('SELECT 4');
    assert.deepEqual(await Promise.all([a, b, c, d].map(isHeld)), [true, false, true, true]);
    const large = await keep(`SELECT repeat('x', 1000) FROM range(2000)`);
    assert.deepEqual(await Promise.all([a, c, d, large].map(isHeld)), [true, false, false, true]);
    await few.release([a]);
    await few.name(a, false);
    assert.equal((await asking.rows(`SELECT 1 FROM duckdb_tables()`)).length, 1);
  });
});
