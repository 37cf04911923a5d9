import { join } from 'node:path';
import { fingerprint } from '../../base/fingerprint.ts';
import { bytes, counted } from '../../base/quantity.ts';
import type { Lake } from '../../lake/lake.ts';
import { starTables } from '../../schema/index.ts';
import type { Connection } from '../../warehouse/connection.ts';
import type { PipelineOptions } from '../options.ts';
import { ProgressMeter } from '../progress.ts';
import type { RunContext } from '../run-context.ts';
import { takeStep } from '../step.ts';
import { requireStar, type Star } from '../transform/star.ts';
import { newLocalFolder, removeLocalFolder } from './local-folder.ts';
import { latestIdentity, type Shown, shownIn } from './manifest.ts';
import { type Exported, exportedTables } from './partitions.ts';
import { newStem, publishPlain, publishRun } from './publish.ts';
import { isWhole } from './snapshots.ts';
import { refuseForeignParquet, tidyUp } from './tidy-up.ts';
import { type WrittenTable, writeParquet } from './write-parquet.ts';

/** Publishes the star as Parquet, to every export that does not have it yet. */
export async function exportStar(context: RunContext): Promise<void> {
  const { connection, options, tally } = context;
  if (options.exports.length === 0) return;
  const star = await requireStar(connection, 'exported');
  await takeStep(context, 'export', async () => {
    const exported = exportedTables(options);
    const wanted = exportFingerprint(options, exported);
    const stale: Lake[] = [];
    for (const lake of options.exports) if (!(await isCurrent(context, lake, star, wanted))) stale.push(lake);
    if (stale.length === 0) return { skipped: 'every export is up to date' };
    await exportTo(context, stale, star, exported, wanted);
    tally.hasChanged = true;
    const files = tally.exports.reduce((sum, one) => sum + one.files, 0);
    const size = tally.exports.reduce((sum, one) => sum + one.bytes, 0);
    return { note: `${counted(files, 'file')}, ${bytes(size)}` };
  });
}

export function exportFingerprint(options: PipelineOptions, exported: readonly Exported[]): string {
  const shapes = exported.map(({ table, partitionedBy }) => [table.name, table.columns, partitionedBy]);
  return fingerprint([options.layout, shapes]);
}

/** Whether this export shows this star already, and still stands as it was written. */
export async function isCurrent(
  { connection, options, signal }: Pick<RunContext, 'connection' | 'options' | 'signal'>,
  lake: Lake,
  star: Star,
  wanted: string,
): Promise<boolean> {
  if (options.full) return false;
  // A run that was broken off may not have removed the old files yet.
  const [known] = await connection.rows<{ identity: string; folder: string }>(
    `SELECT identity, folder FROM books.exports WHERE uri = $uri AND star_run = $run AND fingerprint = $wanted
       AND run NOT IN (SELECT run FROM books.runs WHERE ${brokenOff})`,
    { params: { uri: lake.uri, run: star.run, wanted } },
  );
  if (!known || known.identity !== (await latestIdentity(lake, signal))) return false;
  return known.folder === '' ? hasTables(lake, signal) : isWhole(lake, known.folder, signal);
}

/** Whether tables stand at stable paths, as far as a glance can tell. */
async function hasTables(lake: Lake, signal: AbortSignal): Promise<boolean> {
  const { prefixes } = await lake.browse('', { signal });
  return starTables.every(({ name }) => prefixes.includes(`${name}/`));
}

const brokenOff = `status IN ('killed', 'cancelled')`;

/** Whether a run was broken off since this export was last published, or while it was. */
async function wasBrokenOffSince(connection: Connection, { uri }: Lake): Promise<boolean> {
  const { broken } = await connection.one<{ broken: boolean }>(
    `SELECT EXISTS (FROM books.runs WHERE ${brokenOff}
       AND run >= coalesce((SELECT max(run) FROM books.exports WHERE uri = $uri), 0)) AS broken`,
    { params: { uri } },
  );
  return broken;
}

/** What is shown now; a first export at stable paths is refused where it would remove the files of others. */
async function lookAt({ connection, options, signal }: RunContext, lake: Lake): Promise<Shown> {
  const shown = await shownIn(lake, signal);
  if (options.layout !== 'plain' || shown.plainTables.length > 0) return shown;
  const known = await connection.rows(`FROM books.exports WHERE uri = $uri AND folder = ''`, {
    params: { uri: lake.uri },
  });
  if (known.length === 0) await refuseForeignParquet(lake, signal);
  return shown;
}

async function exportTo(
  context: RunContext,
  lakes: readonly Lake[],
  star: Star,
  exported: readonly Exported[],
  wanted: string,
) {
  const { connection, warehouse, options, run, tally, emit, signal } = context;
  const folder = newLocalFolder(warehouse);
  const stem = newStem(run);
  const { id: writer } = await connection.one<{ id: string }>('SELECT id FROM books.meta');
  const places: { lake: Lake; before: Shown }[] = [];
  for (const lake of lakes) places.push({ lake, before: await lookAt(context, lake) });
  const meter = new ProgressMeter(emit, { step: 'export', unit: 'files' });
  try {
    const written: WrittenTable[] = [];
    await connection.transaction(async () => {
      for (const one of exported) {
        written.push(await writeParquet(connection, one, { folder: join(folder, one.table.name), stem, signal }));
      }
    });
    const files = written.reduce((sum, table) => sum + table.files.length, 0);
    const size = written.reduce((sum, table) => sum + table.bytes, 0);
    meter.expect(files * lakes.length);
    for (const { lake, before } of places) {
      const onFile = () => meter.add(1);
      const warn = (message: string) => emit({ type: 'warning', message });
      const { layout, keep } = options;
      const isAfterBreak = await wasBrokenOffSince(connection, lake);
      const publishing = { lake, run, writer, stem, written, signal, onFile, warn };
      const at = layout === 'plain' ? await publishPlain(publishing) : await publishRun(publishing);
      const identity = (await latestIdentity(lake, signal)) ?? '';
      await connection.transaction(async () => {
        await connection.run('DELETE FROM books.exports WHERE uri = $uri', { params: { uri: lake.uri } });
        await connection.run(
          'INSERT INTO books.exports VALUES ($uri, $starRun, $run, $wanted, $at, $identity, $files, $size, now())',
          {
            params: { uri: lake.uri, starRun: star.run, run, wanted, at, identity, files, size },
          },
        );
      });
      tally.exports.push({ uri: lake.uri, files, bytes: size });
      await tidyUp({ lake, layout, folder: at, before, written, stem, writer, keep, isAfterBreak, signal, warn });
    }
    meter.finish();
  } finally {
    await removeLocalFolder(folder, signal);
  }
}
