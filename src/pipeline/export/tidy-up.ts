import { asSparkifyError, isSparkifyError, SparkifyError } from '../../base/errors.ts';
import type { Lake } from '../../lake/lake.ts';
import { starTables } from '../../schema/index.ts';
import type { ExportLayout } from '../options.ts';
import { readManifest, type Shown } from './manifest.ts';
import { filesOf, isOurParquet, type Upload, upload } from './publish.ts';
import { removeBeneath, removeOld, sweep } from './snapshots.ts';
import type { WrittenTable } from './write-parquet.ts';

export interface Tidying {
  readonly lake: Lake;
  readonly layout: ExportLayout;
  /** The folder of the snapshot that is shown now; empty at stable paths. */
  readonly folder: string;
  /** What was shown before it. */
  readonly before: Shown;
  readonly written: readonly WrittenTable[];
  /** How the names of its files begin. */
  readonly stem: string;
  readonly writer: string;
  readonly keep: number;
  /** Whether a run was broken off that may have been at work here. */
  readonly isAfterBreak: boolean;
  readonly signal: AbortSignal;
  readonly warn: (message: string) => void;
}

const mostLooks = 5;
const isParquet = (key: string) => key.endsWith('.parquet');

/** Removes what earlier exports left. The export is published already, and does not fail for what cannot be removed. */
export async function tidyUp(tidying: Tidying): Promise<void> {
  if (tidying.layout === 'plain') await removeOtherFiles(tidying);
  else await removePlainTables(tidying);
  await sweepHalfWritten(tidying);
  await removeSnapshots(tidying);
}

/**
 * At stable paths a table's folder holds its own rows only. Two warehouses that export there at the same time take each
 * other's files for old ones: who is not shown removes nothing, and who is shown puts back what the other removed.
 */
async function removeOtherFiles(tidying: Tidying): Promise<void> {
  const { lake, signal, stem, warn } = tidying;
  await attempt(
    tidying,
    'files of earlier exports could not all be removed, and a reader by glob sees their rows too',
    async () => {
      for (let looks = 1; looks <= mostLooks; looks++) {
        const { missing, others } = await compareFiles(tidying);
        if ((await readManifest(lake))?.stem !== stem) {
          warn(`Another warehouse has published to ${lake.uri} meanwhile, and what it published is shown there now.`);
          return;
        }
        if (missing.length + others.length === 0) return;
        await upload({ lake, signal }, missing);
        await lake.delete(others, { signal });
      }
    },
  );
}

async function compareFiles({ lake, written, signal }: Tidying): Promise<{ missing: Upload[]; others: string[] }> {
  const own = new Map(filesOf(written, '').map(file => [file.key, file]));
  const others: string[] = [];
  for (const { exported } of written) {
    for await (const page of lake.list(`${exported.table.name}/`, { signal })) {
      for (const { key } of page) if (!own.delete(key) && isParquet(key)) others.push(key);
    }
  }
  return { missing: [...own.values()], others };
}

/** What lay at stable paths before there were snapshots. */
async function removePlainTables(tidying: Tidying): Promise<void> {
  const { lake, before, isAfterBreak, signal } = tidying;
  await attempt(tidying, 'the tables at stable paths could not all be removed', async () => {
    for (const { name } of starTables) {
      if (before.plainTables.includes(name)) await removeBeneath(lake, `${name}/`, signal, isParquet);
      else if (isAfterBreak) await removeBeneath(lake, `${name}/`, signal, isOurParquet);
    }
  });
}

async function sweepHalfWritten({ lake, layout, written, isAfterBreak, signal, warn }: Tidying): Promise<void> {
  if (!isAfterBreak) return;
  const tables = layout === 'plain' ? written.map(({ exported }) => `${exported.table.name}/`) : [];
  for (const prefix of tables) await sweep(lake, prefix, { isDeep: true, signal, warn });
  await sweep(lake, '', { isDeep: false, signal, warn });
}

async function removeSnapshots(tidying: Tidying): Promise<void> {
  const { lake, layout, before, isAfterBreak, folder, keep, writer, signal, warn } = tidying;
  if (layout === 'plain' && lake.link && (before.isSnapshot || isAfterBreak)) {
    await attempt(tidying, 'the link "latest" could not be removed', () => lake.delete(['latest'], { signal }));
  }
  await attempt(tidying, 'old snapshots could not all be removed', () =>
    removeOld(lake, { current: folder, keep, writer, signal, warn, isOnlyClaimed: layout === 'plain' }),
  );
}

async function attempt({ lake, signal, warn }: Tidying, failed: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (signal.aborted) throw error;
    warn(`The export to ${lake.uri} is published, but ${failed}: ${asSparkifyError(error).message}`);
  }
}

/** Tables at stable paths take their folders for themselves: they begin only where nobody else's Parquet lies. */
export async function refuseForeignParquet(lake: Lake, signal: AbortSignal): Promise<void> {
  for (const { name } of starTables) {
    const foreign = await foreignParquet(lake, `${name}/`, signal);
    if (foreign === undefined) continue;
    throw new SparkifyError(
      'usage.option',
      `${lake.uri}${name}/ has Parquet that is not ours (${foreign}), which --layout plain would remove. Give --export an empty place, or move that away, or leave --layout plain out.`,
    );
  }
}

async function foreignParquet(lake: Lake, prefix: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    for await (const page of lake.list(prefix, { signal })) {
      const foreign = page.find(({ key }) => isParquet(key) && !isOurParquet(key));
      if (foreign) return foreign.key;
    }
  } catch (error) {
    // A place that is not there yet is empty.
    if (!isSparkifyError(error) || error.code !== 'lake.missing') throw error;
  }
  return undefined;
}
