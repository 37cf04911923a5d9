import { SparkifyError } from '../../base/errors.ts';
import { fingerprint } from '../../base/fingerprint.ts';
import { createTable } from '../../schema/ddl.ts';
import { stagingTables, starTables } from '../../schema/index.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import { goneTable } from '../books.ts';
import type { PipelineOptions } from '../options.ts';
import { isStarWhole, readPresent } from '../present.ts';
import { sourcesFor } from './sources.ts';

/** The published star, as the books know it. */
export interface Star {
  /** The run that built it. */
  readonly run: number;
  readonly fingerprint: string;
}

/** A star of another fingerprint was built by another schema or with other options. */
export function starFingerprint(options: Pick<PipelineOptions, 'match' | 'repairText'>): string {
  const sources = sourcesFor(options);
  return fingerprint(starTables.map(table => [createTable(d, table), table.built?.select(d, sources, options)]));
}

/** Undefined also where somebody dropped or altered a table of it: it is to be built anew. */
export async function publishedStar(connection: Connection): Promise<Star | undefined> {
  const star = await knownStar(connection);
  return star && isStarWhole(await readPresent(connection)) ? star : undefined;
}

const knownStar = async (connection: Connection): Promise<Star | undefined> =>
  (await connection.rows<Star>('SELECT run, fingerprint FROM books.star'))[0];

export async function requireStar(connection: Connection, toBe: string): Promise<Star> {
  const star = await publishedStar(connection);
  if (star) return star;
  const what = (await knownStar(connection))
    ? `The star cannot be ${toBe}: a table of it is gone or has other columns. Run \`sparkify transform\`, which builds it anew.`
    : `There is no star to be ${toBe} yet: run \`sparkify etl\` or \`sparkify transform\` first.`;
  throw new SparkifyError('warehouse.missing', what);
}

export async function publish(connection: Connection, star: Star): Promise<void> {
  await connection.run('DELETE FROM books.star');
  await connection.run('INSERT INTO books.star VALUES ($run, $fingerprint, now())', { params: { ...star } });
  for (const { name } of stagingTables) await connection.run(`DELETE FROM ${goneTable(name)}`);
}

/** Objects without a row change nothing; but what was let through once is not held against the runs to come. */
export async function acknowledge(connection: Connection, star: Star, run: number): Promise<void> {
  const params = { run, seen: star.run };
  await connection.transaction(async () => {
    await connection.run('UPDATE books.star SET run = $run WHERE run = $seen', { params });
    await connection.run('UPDATE books.exports SET star_run = $run WHERE star_run = $seen', { params });
  });
}

/** Objects and staging rows that came since the star was built, and rows that went. */
export async function staleness(
  connection: Connection,
  star: Star,
): Promise<{ objects: number; came: number; gone: number; staged: number }> {
  const { objects, came } = await connection.one<{ objects: number; came: number }>(
    'SELECT count(*) AS objects, coalesce(sum(rows), 0)::BIGINT AS came FROM books.objects WHERE run > $run',
    { params: { run: star.run } },
  );
  const { gone } = await connection.one<{ gone: number }>(
    `SELECT ${stagingTables.map(({ name }) => `(SELECT count(*) FROM ${goneTable(name)})`).join(' + ')} AS gone`,
  );
  const { staged } = await connection.one<{ staged: number }>(
    `SELECT ${stagingTables.map(({ name }) => `(SELECT count(*) FROM ${name})`).join(' + ')} AS staged`,
  );
  return { objects, came, gone, staged };
}
