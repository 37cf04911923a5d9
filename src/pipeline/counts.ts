import { tables } from '../schema/index.ts';
import type { Connection } from '../warehouse/connection.ts';
import { duckdbDialect as d } from '../warehouse/dialect.ts';
import { readPresent } from './present.ts';
import type { RunContext } from './run-context.ts';

/** How many rows each table of the schema has; tables that are not there, or of other columns, are left out. */
export async function tableRows(connection: Connection): Promise<Map<string, number>> {
  const present = await readPresent(connection);
  const there = tables.filter(table => present.get(table.name)?.fits);
  if (there.length === 0) return new Map();
  const counts = there.map(({ name }) => `SELECT ${d.text(name)} AS name, count(*) AS rows FROM ${d.id(name)}`);
  const rows = await connection.rows<{ name: string; rows: number }>(counts.join(' UNION ALL '));
  return new Map(rows.map(row => [row.name, row.rows]));
}

/** Enters what the tables hold now, and tells of those of the star that changed. */
export async function recordCounts(
  { connection, tally, emit }: RunContext,
  before: Map<string, number>,
): Promise<void> {
  const after = await tableRows(connection);
  for (const { name, built } of tables) {
    const rows = after.get(name);
    if (rows === undefined) continue;
    const change = rows - (before.get(name) ?? 0);
    tally.tables[name] = { rows, change };
    if (built) emit({ type: 'table', table: name, rows, change });
  }
  if (after.has('songplays')) {
    const { matched } = await connection.one<{ matched: number }>('SELECT count(song_id) AS matched FROM songplays');
    tally.matched = matched;
  }
}
