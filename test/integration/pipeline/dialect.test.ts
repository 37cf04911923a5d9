import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comments, createTable } from '../../../src/schema/ddl.ts';
import { describe as describeTable } from '../../../src/schema/describe.ts';
import { starTables, tables } from '../../../src/schema/index.ts';
import { matchings } from '../../../src/schema/matching.ts';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { duckdbDialect as d } from '../../../src/warehouse/dialect.ts';
import { inMemory, Warehouse } from '../../../src/warehouse/warehouse.ts';

const sources = { staging_events: 'staging_events', staging_songs: 'staging_songs', songplays: 'songplays' };

describe('the schema in DuckDB', () => {
  let warehouse: Warehouse;
  let connection: Connection;

  before(async () => {
    warehouse = await Warehouse.open({ path: inMemory, threads: 1 });
    connection = await warehouse.connect();
    for (const table of tables) await connection.run([createTable(d, table), ...comments(d, table)].join(';\n'));
  });
  after(() => warehouse.close());

  it('creates what it describes: columns, types, NOT NULL, and every word as a comment', async () => {
    const found = await connection.rows(
      `SELECT table_name AS "table", column_name AS "column", data_type AS type, is_nullable AS nullable, comment AS says
       FROM duckdb_columns() WHERE database_name = current_database() ORDER BY table_name, column_index`,
    );
    const described = [...tables]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap(table =>
        describeTable(d, table).columns.map(({ key: _, ...column }) => ({ table: table.name, ...column })),
      );
    assert.deepEqual(found, described);
  });

  for (const { name, built } of starTables) {
    for (const match of matchings) {
      it(`selects the columns of ${name} as they are declared, by ${match}`, async () => {
        const select = built!.select(d, sources, { match });
        const columns = 'SELECT column_name, column_type FROM';
        const selected = await connection.rows(`${columns} (DESCRIBE ${select})`);
        assert.deepEqual(selected, await connection.rows(`${columns} (DESCRIBE ${name})`));
      });
    }
  }

  it('takes an instant apart in UTC, as the calendar does', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), { minLength: 1 }),
        async instants => {
          const parts = ['hour', 'day', 'isoWeek', 'month', 'year', 'weekday'] as const;
          const rows = await connection.rows(
            `SELECT ${parts.map(part => `${d[part]('t')} AS ${d.id(part)}`).join(', ')}
           FROM (SELECT ${d.fromEpochMillis('ms')} AS t FROM (SELECT unnest($instants::BIGINT[]) AS ms))`,
            { params: { instants: `[${instants}]` } },
          );
          assert.deepEqual(rows, instants.map(calendar));
        },
      ),
      { numRuns: 50 },
    ));

  it('mends text whose UTF-8 was encoded twice, and no other', async () => {
    const mended = async (text: string) =>
      (await connection.one<{ text: string }>(`SELECT ${d.repaired('$text::VARCHAR')} AS text`, { params: { text } }))
        .text;
    const twice = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
    for (const text of [
      'Björk',
      'Sigur Rós',
      'Beyoncé – Halo',
      'Дельфин',
      '椎名林檎',
      'naïve',
      'a',
      '',
      'Ã',
      'Â£5',
      'plain',
    ]) {
      if (text !== 'Â£5') assert.equal(await mended(text), text);
      assert.equal(await mended(twice(text)), text);
    }
    assert.equal(await mended('BjÃ¶rk'), 'Björk');
    assert.equal(await mended('donâ€™t'), 'don’t');
    assert.equal(await mended('Ã¶ 椎'), 'Ã¶ 椎', 'what cannot have been one byte a character was not encoded twice');
  });

  it('quotes whatever stands in a name or a text', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 12 }), async text => {
        fc.pre(!text.includes('\0') && !/\p{Surrogate}/u.test(text) && text !== '');
        const [row] = await connection.rows(`SELECT ${d.text(text)} AS ${d.id(text)}`);
        assert.deepEqual(row, { [text]: text });
      }),
      { numRuns: 50 },
    ));
});

/** The same from JavaScript's own calendar. */
function calendar(ms: number) {
  const at = new Date(ms);
  const weekday = at.getUTCDay() || 7;
  const thursday = new Date(ms);
  thursday.setUTCDate(at.getUTCDate() + 4 - weekday);
  const january = new Date(thursday);
  january.setUTCMonth(0, 1);
  return {
    hour: at.getUTCHours(),
    day: at.getUTCDate(),
    isoWeek: Math.floor((thursday.getTime() - january.getTime()) / 604_800_000) + 1,
    month: at.getUTCMonth() + 1,
    year: at.getUTCFullYear(),
    weekday,
  };
}
