import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
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

export const removeLocalFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** What runs of this warehouse that were killed have left is of no use. A warehouse in memory has no earlier runs. */
export async function removeLeftFolders(warehouse: Warehouse): Promise<void> {
  if (warehouse.path === inMemory) return;
  const { place, begins } = homeOf(warehouse);
  for (const entry of await readdir(place, { withFileTypes: true })) {
    const isLeft = entry.name.startsWith(begins) && ending.test(entry.name.slice(begins.length));
    if (isLeft && entry.isDirectory()) await removeLocalFolder(join(place, entry.name));
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
