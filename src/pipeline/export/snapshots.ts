import { asSparkifyError } from '../../base/errors.ts';
import type { Lake, LakeObject } from '../../lake/lake.ts';
import { browseIfThere, readManifest, textOf } from './manifest.ts';

/** Written when all tables of a snapshot are there. */
export const wholeName = 'export.json';
/** Written before anything else: whose snapshot this is. */
const writerName = '_writer';

const snapshotName = /^runs\/\d+(-\d+)?\/$/;
const abandonedMs = 24 * 60 * 60 * 1000;

/** A folder for a new snapshot, which no other warehouse can take at the same moment. Run numbers begin again with a new warehouse. */
export async function claimFolder(lake: Lake, run: number, writer: string, signal: AbortSignal): Promise<string> {
  const { prefixes } = await browseIfThere(lake, 'runs/', signal);
  for (let again = 1; ; again++) {
    const folder = `runs/${run}${again === 1 ? '' : `-${again}`}/`;
    if (prefixes.includes(folder)) continue;
    if (await lake.putIfAbsent(`${folder}${writerName}`, writer, { signal })) return folder;
  }
}

export const bookKeysOf = (folder: string): string[] => [`${folder}${wholeName}`, `${folder}${writerName}`];

/** Whether a snapshot stands as it was written, as far as a glance can tell. */
export async function isWhole(lake: Lake, folder: string, signal: AbortSignal): Promise<boolean> {
  return objectIn(folder, wholeName, (await lake.browse(folder, { signal })).objects) !== undefined;
}

interface Keeping {
  readonly current: string;
  readonly keep: number;
  readonly writer: string;
  /** Whether a folder without a writer's name is none of ours, rather than the rest of a removal. */
  readonly isOnlyClaimed: boolean;
  readonly signal: AbortSignal;
  readonly warn: (message: string) => void;
}

/** Keeps the newest snapshots and the one shown. Others go, and what a killed export has left; what another warehouse is writing stays. */
export async function removeOld(
  lake: Lake,
  { current, keep, writer, isOnlyClaimed, signal, warn }: Keeping,
): Promise<void> {
  const { prefixes } = await lake.browse('runs/', { signal });
  const published: { folder: string; atMs: number }[] = [];
  for (const folder of prefixes.filter(prefix => snapshotName.test(prefix) && prefix !== current)) {
    const { objects } = await lake.browse(folder, { signal });
    const whole = objectIn(folder, wholeName, objects);
    if (isOnlyClaimed && !objectIn(folder, writerName, objects)) continue;
    if (whole) published.push({ folder, atMs: whole.modifiedMs });
    else if (await isLeftOver(lake, objectIn(folder, writerName, objects), writer)) {
      await sweep(lake, folder, { isDeep: true, signal, warn });
      await removeBeneath(lake, folder, signal);
    }
  }
  const newestFirst = published.sort(
    (a, b) => b.atMs - a.atMs || b.folder.localeCompare(a.folder, 'en', { numeric: true }),
  );
  const shown = await shownFolder(lake);
  for (const { folder } of newestFirst.slice(keep - 1)) {
    if (folder !== shown) await removeBeneath(lake, folder, signal);
  }
}

async function isLeftOver(lake: Lake, claim: LakeObject | undefined, writer: string): Promise<boolean> {
  if (!claim || claim.modifiedMs < Date.now() - abandonedMs) return true;
  return (await textOf(lake, claim)) === writer;
}

/** Another warehouse may have published meanwhile. */
async function shownFolder(lake: Lake): Promise<string | undefined> {
  const manifest = await readManifest(lake);
  const [table] = Object.values(manifest?.tables ?? {});
  return table && /^runs\/[^/]+\//.exec(table.path)?.[0];
}

const objectIn = (folder: string, name: string, objects: readonly LakeObject[]) =>
  objects.find(object => object.key === folder + name);

/** An export that is published does not fail for what cannot be swept up. */
export async function sweep(
  lake: Lake,
  prefix: string,
  { isDeep, signal, warn }: { isDeep: boolean; signal: AbortSignal; warn: (message: string) => void },
): Promise<void> {
  try {
    await lake.sweep(prefix, { isDeep, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    warn(`An export that was killed may have left something: ${asSparkifyError(error).message}`);
  }
}

export async function removeBeneath(
  lake: Lake,
  prefix: string,
  signal: AbortSignal,
  isOld: (key: string) => boolean = () => true,
): Promise<void> {
  const keys: string[] = [];
  for await (const page of lake.list(prefix, { signal })) keys.push(...page.map(object => object.key).filter(isOld));
  if (keys.length > 0) await lake.delete(keys, { signal });
}
