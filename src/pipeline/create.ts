import { fingerprint } from '../base/fingerprint.ts';
import { counted } from '../base/quantity.ts';
import { comments, createTable } from '../schema/ddl.ts';
import { stagingTables, starTables, tables } from '../schema/index.ts';
import type { Table } from '../schema/table.ts';
import type { Connection } from '../warehouse/connection.ts';
import { duckdbDialect as d } from '../warehouse/dialect.ts';
import { forgetObjects, goneTable } from './books.ts';
import type { RunContext } from './run-context.ts';
import type { StepEnd } from './step.ts';

const stagingFingerprint = fingerprint(
  stagingTables.map(table => [createTable(d, table), table.columns.map(column => column.json)]),
);

/** Empty tables where there are none. Staging of another shape is emptied, and read again by the next extract. */
export async function create({ connection, options, tally, emit, signal }: RunContext): Promise<StepEnd> {
  return connection.transaction(async () => {
    const { staging_fingerprint: known } = await connection.one<{ staging_fingerprint: string | null }>(
      'SELECT staging_fingerprint FROM books.meta',
    );
    const isOutdated = known !== null && known !== stagingFingerprint;
    const present = await presentTables(connection);
    const isStagingLost = known !== null && stagingTables.some(table => !present.has(table.name));
    if (isOutdated || isStagingLost || options.drop) {
      if (!options.drop) {
        const why = isOutdated ? 'The staging tables have other columns now' : 'A staging table is missing';
        emit({ type: 'warning', message: `${why}: every object is read again.` });
      }
      await forgetObjects(connection);
    }
    const dropped = options.drop ? tables : isOutdated || isStagingLost ? stagingTables : [];
    for (const table of dropped) await connection.run(`DROP TABLE IF EXISTS ${d.id(table.name)}`, { signal });
    const missing = [...stagingTables, ...starTables].filter(
      table => dropped.includes(table) || !present.has(table.name),
    );
    for (const table of missing) await createEmpty(connection, table);
    // An empty table in place of one that was lost is no star: the next transform builds it anew.
    if (starTables.some(table => missing.includes(table))) await connection.run('DELETE FROM books.star');
    if (missing.length > 0) tally.hasChanged = true;
    for (const { name } of stagingTables) {
      await connection.run(`CREATE TABLE IF NOT EXISTS ${goneTable(name)} AS FROM ${d.id(name)} LIMIT 0`);
    }
    await connection.run('UPDATE books.meta SET staging_fingerprint = $fingerprint', {
      params: { fingerprint: stagingFingerprint },
    });
    return missing.length === 0
      ? { skipped: 'all tables are there' }
      : { note: counted(missing.length, 'empty table') };
  });
}

export async function createEmpty(connection: Connection, table: Table): Promise<void> {
  await connection.run([createTable(d, table), ...comments(d, table)].join(';\n'));
}

/** Which tables of the schema are in the warehouse. */
export async function presentTables(connection: Connection): Promise<Set<string>> {
  const rows = await connection.rows<{ name: string }>(
    `SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'`,
  );
  return new Set(rows.map(row => row.name));
}
