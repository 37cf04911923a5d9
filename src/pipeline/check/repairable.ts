import { starTables } from '../../schema/index.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';

// The only text of a play that is written by people; the same places come again and again.
const textOfPlays = ['location'];

/** Rows of the star in which --repair-text would change something. */
export async function countRepairable(connection: Connection, signal: AbortSignal): Promise<number> {
  const counts = starTables.map(table => {
    const columns = table.columns
      .filter(column => column.type === 'text' && !column.key && !column.references && !column.accepts)
      .map(column => column.name)
      .filter(name => table.is !== 'fact' || textOfPlays.includes(name));
    if (columns.length === 0) return '0';
    const differs = columns.map(column => `${d.repaired(column)} IS DISTINCT FROM ${column}`).join(' OR ');
    const rows = `SELECT ${columns.join(', ')}, count(*) AS n FROM ${d.id(table.name)} GROUP BY ALL`;
    return `(SELECT coalesce(sum(n), 0) FROM (${rows}) WHERE ${differs})`;
  });
  const sql = `SELECT (${counts.join(' + ')})::BIGINT AS rows`;
  return (await connection.one<{ rows: number }>(sql, { signal })).rows;
}
