import { realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { checkFileKey, refuseKey } from '../keys.ts';

/**
 * The path of a key, proven to lie inside the lake: neither its names nor a link on the way lead out. Undefined where its
 * folder does not exist.
 */
export async function pathInside(
  root: string,
  key: string,
  realFolders = new Map<string, string>(),
): Promise<string | undefined> {
  checkFileKey(key, process.platform);
  const path = join(root, ...key.split('/'));
  const folder = dirname(path);
  const real = realFolders.get(folder) ?? (await realpathOf(folder));
  if (real === undefined) return undefined;
  realFolders.set(folder, real);
  if (!isBeneath(real, realFolders.get(root) ?? (await realpath(root)))) refuseOutside(key);
  return join(real, key.slice(key.lastIndexOf('/') + 1));
}

export const refuseOutside = (key: string): never =>
  refuseKey(key, 'a link on its way leads out of the folder, or stands in its place');

export const isBeneath = (path: string, root: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

/** Undefined where nothing is. */
export async function realpathOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
