import { stagingTables, starTables } from '../../src/schema/index.ts';
import type { Matching } from '../../src/schema/matching.ts';
import type { Column, Table } from '../../src/schema/table.ts';
import type { Connection } from '../../src/warehouse/connection.ts';
import { duckdbDialect as d } from '../../src/warehouse/dialect.ts';
import type { Day, Fields } from './lake-builder.ts';

export interface Staged {
  readonly songs?: readonly Fields[];
  readonly events?: Day;
}

/** The star as the schema's SELECTs make it of these rows, without a lake, a run or checks: for tests of the SELECTs alone. */
export async function buildStar(
  connection: Connection,
  { songs = [], events }: Staged,
  match: Matching = 'title+artist',
): Promise<void> {
  const rows: Record<string, readonly Fields[]> = { staging_songs: songs, staging_events: events?.events ?? [] };
  for (const table of stagingTables) await stage(connection, table, rows[table.name]!);
  const sources = { staging_events: 'staging_events', staging_songs: 'staging_songs', songplays: 'songplays' };
  for (const { name, built } of starTables) {
    await connection.run(`CREATE OR REPLACE TABLE ${name} AS ${built!.select(d, sources, { match })}`);
  }
}

async function stage(connection: Connection, table: Table, rows: readonly Fields[]): Promise<void> {
  const read = table.columns.filter(column => column.json);
  const shape = Object.fromEntries(read.map(column => [column.name, d.type(column.type)]));
  const fieldOf = (row: Fields, { json }: Column) => {
    const value = row[json!.name];
    return value === '' && json!.integerInText ? null : value;
  };
  const records = rows.map(row => Object.fromEntries(read.map(column => [column.name, fieldOf(row, column)])));
  await connection.run(
    `CREATE OR REPLACE TABLE ${table.name} AS
     SELECT unnest(r), '' AS object, 1 AS line FROM (SELECT unnest(from_json($records, '${JSON.stringify([shape])}')) AS r)`,
    { params: { records: JSON.stringify(records) } },
  );
}
