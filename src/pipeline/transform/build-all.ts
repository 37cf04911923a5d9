import { starTables } from '../../schema/index.ts';
import type { Sources } from '../../schema/table.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import { emptyTable } from '../create.ts';
import type { RunContext } from '../run-context.ts';

/** Every star table anew, in the transaction that is under way. */
export async function buildAll(
  { connection, options, signal }: RunContext,
  sources: Sources,
  onTable: () => void,
): Promise<void> {
  for (const table of starTables) {
    if (!table.built) continue;
    await connection.script(`DROP TABLE IF EXISTS ${d.id(table.name)};\n${emptyTable(table)}`);
    await connection.run(`INSERT INTO ${d.id(table.name)} ${table.built.select(d, sources, options)}`, { signal });
    onTable();
  }
}
