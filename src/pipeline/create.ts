import { fingerprint } from '../base/fingerprint.ts';
import { counted } from '../base/quantity.ts';
import { comments, createTable } from '../schema/ddl.ts';
import { stagingTables, starTables, tables } from '../schema/index.ts';
import type { Table } from '../schema/table.ts';
import type { Connection } from '../warehouse/connection.ts';
import { duckdbDialect as d } from '../warehouse/dialect.ts';
import { forgetObjects, goneTable } from './books.ts';
import { type Present, readPresent, refuseForeign } from './present.ts';
import type { RunContext } from './run-context.ts';
import type { StepEnd } from './step.ts';

const stagingFingerprint = fingerprint(
  stagingTables.map(table => [createTable(d, table), table.columns.map(column => column.json)]),
);

/** Empty tables where there are none. Staging of another shape is emptied, and read again by the next extract. */
export async function create({ connection, options, tally, emit, signal }: RunContext): Promise<StepEnd> {
  return connection.transaction(async () => {
    const known = await createdStaging(connection);
    const present = await readPresent(connection);
    if (!options.drop) refuseForeign(present, known !== null);
    const why = options.drop ? undefined : whyReread(known, present);
    if (why) emit({ type: 'warning', message: `${why}: every object is read again.` });
    if (why || options.drop) await forgetObjects(connection);
    const dropped = options.drop ? tables : why ? stagingTables : [];
    for (const { name } of dropped) {
      const kind = present.get(name)?.kind;
      if (kind) await connection.run(`DROP ${kind} ${d.id(name)}`, { signal });
    }
    const missing = tables.filter(table => dropped.includes(table) || !present.has(table.name));
    if (missing.length > 0) await connection.script(missing.map(emptyTable).join(';\n'), { signal });
    // An empty table in place of one that was lost is no star: the next transform builds it anew.
    if (starTables.some(table => missing.includes(table))) await connection.run('DELETE FROM books.star');
    if (missing.length > 0) tally.hasChanged = true;
    await connection.script(
      stagingTables
        .map(({ name }) => `CREATE TABLE IF NOT EXISTS ${goneTable(name)} AS FROM ${d.id(name)} LIMIT 0`)
        .join(';\n'),
    );
    await connection.run('UPDATE books.meta SET staging_fingerprint = $fingerprint', {
      params: { fingerprint: stagingFingerprint },
    });
    return missing.length === 0
      ? { skipped: 'all tables are there' }
      : { note: counted(missing.length, 'empty table') };
  });
}

/** The shape of staging when the tables were last created here; null where they never were. */
export async function createdStaging(connection: Connection): Promise<string | null> {
  const { known } = await connection.one<{ known: string | null }>(
    'SELECT staging_fingerprint AS known FROM books.meta',
  );
  return known;
}

/** Why staging that was created once cannot be gone on with, if it cannot. */
export function whyReread(known: string | null, present: ReadonlyMap<string, Present>): string | undefined {
  if (known === null) return undefined;
  if (stagingTables.some(({ name }) => !present.has(name))) return 'A staging table is missing';
  const fits = known === stagingFingerprint && stagingTables.every(({ name }) => present.get(name)?.fits);
  return fits ? undefined : 'The staging tables have other columns now';
}

/** Makes a table, without rows. */
export const emptyTable = (table: Table): string => [createTable(d, table), ...comments(d, table)].join(';\n');
