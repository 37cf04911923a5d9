import { starTables, tableNamed } from '../../schema/index.ts';
import { type Build, keyOf, type Sources, type Table } from '../../schema/table.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import { goneTable } from '../books.ts';
import type { PipelineOptions } from '../options.ts';
import type { RunContext } from '../run-context.ts';
import { relation } from './sources.ts';
import type { Star } from './star.ts';

const touchedTable = (table: Table) => `sparkify_touched_${table.name}`;
/** What a build of touched rows put into a star table. */
export const rebuiltTable = (table: Table): string => `sparkify_rebuilt_${table.name}`;
const changedTable = (table: Table) => `sparkify_changed_${table.name}`;

/**
 * Builds again only what changed staging rows lead to. Each row of a star table comes from the source rows of one key
 * (and from what these look up), so the SELECT over all source rows of the touched keys gives the same rows as over all.
 */
export async function buildTouched(
  context: RunContext,
  star: Star,
  sources: Sources,
  onTable: () => void,
): Promise<void> {
  const changed = (name: string) => changedRows(tableNamed(name)!, star, context.options);
  for (const table of starTables) {
    if (!table.built) continue;
    await gatherTouched(context, table, table.built, sources, changed);
    await replaceTouched(context, table, table.built, sources);
    onTable();
  }
}

/** Rows that came or went since the star was built: of staging by their objects, of the star as this build changes them. */
function changedRows(table: Table, star: Star, { repairText }: PipelineOptions): string {
  if (table.built) return changedTable(table);
  return `(FROM ${relation(table, table.name, repairText)} WHERE object IN (SELECT uri FROM books.objects WHERE run > ${star.run})
    UNION ALL FROM ${relation(table, goneTable(table.name), repairText)})`;
}

/** Keys whose rows changed, and keys whose rows look up what changed. */
async function gatherTouched(
  { connection, signal }: RunContext,
  table: Table,
  built: Build,
  sources: Sources,
  changed: (name: string) => string,
): Promise<void> {
  const { from, keyOf, where, looksUp } = built;
  // A join says the same as EXISTS, and ends at once where nothing was changed.
  const byLookUp = looksUp
    ? `UNION SELECT ${keyOf} FROM ${sources[from]} AS s SEMI JOIN ${changed(looksUp.table)} AS l
       ON ${meeting('s', looksUp.by, 'l')} WHERE ${where}`
    : '';
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${touchedTable(table)} AS
     SELECT DISTINCT ${keyOf} AS id FROM ${changed(from)} AS c WHERE ${where} ${byLookUp}`,
    { signal },
  );
}

async function replaceTouched(
  { connection, options, signal }: RunContext,
  table: Table,
  built: Build,
  sources: Sources,
): Promise<void> {
  const { from, looksUp, keyTells = {} } = built;
  const [key] = keyOf(table).map(d.id);
  const isTouched = [
    `t.id = ${built.keyOf}`,
    ...Object.entries(keyTells).map(([column, told]) => `${told(d)} = s.${column}`),
  ].join(' AND ');
  const rows = `(SELECT s.* FROM ${sources[from]} AS s SEMI JOIN ${touchedTable(table)} AS t ON ${isTouched})`;
  const narrowed = { ...sources, [from]: rows };
  if (looksUp) {
    narrowed[looksUp.table] =
      `(SELECT l.* FROM ${sources[looksUp.table]} AS l SEMI JOIN ${rows} AS s ON ${meeting('s', looksUp.by, 'l')})`;
  }
  const name = d.id(table.name);
  const touched = `SELECT id FROM ${touchedTable(table)}`;
  const rebuilt = rebuiltTable(table);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${rebuilt} AS ${built.select(d, narrowed, options)};
     CREATE OR REPLACE TEMP TABLE ${changedTable(table)} AS FROM ${name} WHERE ${key} IN (${touched}) UNION ALL FROM ${rebuilt};
     DELETE FROM ${name} WHERE ${key} IN (${touched});
     INSERT INTO ${name} FROM ${rebuilt}`,
    { signal },
  );
}

const meeting = (one: string, by: Readonly<Record<string, string>>, other: string): string =>
  Object.entries(by)
    .map(([column, there]) => `${one}.${column} = ${other}.${there}`)
    .join(' AND ');
