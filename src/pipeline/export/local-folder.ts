import { randomBytes } from 'node:crypto';
import { readdir, rm, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { SparkifyError } from '../../base/errors.ts';
import type { Lake } from '../../lake/lake.ts';
import { inMemory, type Warehouse } from '../../warehouse/warehouse.ts';

const ending = /^\.sparkify-export-[0-9a-f]{16}$/;
const anyName = /^\..+\.sparkify-export-[0-9a-f]{16}$/;

/** How the folders begin that belong to one warehouse, and where they lie. */
function homeOf({ path }: Warehouse): { place: string; begins: string } {
  if (path === inMemory) return { place: tmpdir(), begins: '.memory' };
  return { place: dirname(path), begins: `.${basename(path)}` };
}

/** Where the Parquet files of a run are written before they are uploaded. */
export function newLocalFolder(warehouse: Warehouse): string {
  const { place, begins } = homeOf(warehouse);
  return join(place, `${begins}.sparkify-export-${randomBytes(8).toString('hex')}`);
}

/** How long a person who cancelled waits for thousands of files to go; the rest goes with the next run. */
const patienceMs = 250;

export async function removeLocalFolder(folder: string, { aborted }: { readonly aborted: boolean }): Promise<void> {
  if (!aborted) return rm(folder, { recursive: true, force: true });
  const isOver = AbortSignal.timeout(patienceMs);
  await removeUntil(isOver, folder).catch(() => undefined);
}

const parallel = 32;

async function removeUntil(isOver: AbortSignal, folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  const next = entries.values();
  const work = async () => {
    for (const entry of next) {
      isOver.throwIfAborted();
      const path = join(folder, entry.name);
      await (entry.isDirectory() ? removeUntil(isOver, path) : unlink(path));
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, entries.length) }, work));
  await rmdir(folder);
}

/** What runs of this warehouse that were killed have left is of no use. A warehouse in memory has no earlier runs. */
export async function removeLeftFolders(warehouse: Warehouse, signal: AbortSignal): Promise<void> {
  if (warehouse.path === inMemory) return;
  const { place, begins } = homeOf(warehouse);
  for (const entry of await readdir(place, { withFileTypes: true })) {
    const isLeft = entry.name.startsWith(begins) && ending.test(entry.name.slice(begins.length));
    if (isLeft && entry.isDirectory()) await removeLocalFolder(join(place, entry.name), signal);
  }
}

/** What lies in such a folder is deleted with it. */
export function refuseLocalFolder({ uri }: Lake): void {
  if (!uri.split('/').some(name => anyName.test(name))) return;
  throw new SparkifyError(
    'usage.option',
    `${uri} lies in a folder in which Sparkify keeps files for a moment and deletes them; give another --export.`,
  );
}
