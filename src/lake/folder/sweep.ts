import type { Dirent } from 'node:fs';
import { readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfAborted } from '../../base/errors.ts';
import type { SweepOptions } from '../lake.ts';
import { isMissing } from './errors.ts';
import { isOurTemporary } from './write.ts';

/** Removes files that were written aside and never given their name, and folders that are empty then; the lake's own stays. */
export async function sweepFolder(root: string, folder: string, options: SweepOptions): Promise<void> {
  throwIfAborted(options.signal);
  for (const entry of await entriesIn(join(root, folder))) {
    const path = `${folder}${entry.name}`;
    if (isOurTemporary(entry.name) && !entry.isDirectory()) await unlink(join(root, path)).catch(unlessMissing);
    else if (options.isDeep && entry.isDirectory()) await sweepFolder(root, `${path}/`, options);
  }
  // Where it is not empty it stays.
  if (folder !== '') await rmdir(join(root, folder)).catch(() => undefined);
}

async function entriesIn(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    return unlessMissing(error) ?? [];
  }
}

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
