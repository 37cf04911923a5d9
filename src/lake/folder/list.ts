import type { Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfAborted } from '../../base/errors.ts';
import type { LakeObject } from '../lake.ts';
import { isMissing } from './errors.ts';
import { isBeneath, realpathOf } from './inside.ts';
import { isOurTemporary } from './write.ts';

const pageSize = 1000;
const parallelStats = 64;

export interface Listing {
  /** Its real path. */
  readonly root: string;
  readonly warn: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Every file beneath a folder. Links are not followed: what they lead to is listed where it lies, or lies outside. */
export async function* listFiles(listing: Listing, prefix: string): AsyncGenerator<LakeObject[]> {
  const { folder, begins } = splitPrefix(prefix);
  let page: string[] = [];
  for await (const key of walk(listing, folder, begins)) {
    page.push(key);
    if (page.length < pageSize) continue;
    yield await statAll(listing.root, page);
    page = [];
  }
  if (page.length > 0) yield await statAll(listing.root, page);
}

/** The next level only. */
export async function browseFiles(listing: Listing, prefix: string, limit: number) {
  const { folder, begins } = splitPrefix(prefix);
  const [prefixes, keys]: [string[], string[]] = [[], []];
  for await (const entry of entriesOf(listing, folder)) {
    if (!entry.name.startsWith(begins)) continue;
    if (entry.isDirectory()) prefixes.push(`${folder}${entry.name}/`);
    else keys.push(folder + entry.name);
    if (prefixes.length + keys.length >= limit) break;
  }
  return { prefixes: prefixes.sort(), objects: await statAll(listing.root, keys.sort()) };
}

/** A prefix need not end at a slash: `2018-11` names all that begins so. */
function splitPrefix(prefix: string): { readonly folder: string; readonly begins: string } {
  const slash = prefix.lastIndexOf('/') + 1;
  return { folder: prefix.slice(0, slash), begins: prefix.slice(slash) };
}

async function* walk(listing: Listing, folder: string, begins: string): AsyncGenerator<string> {
  const folders: string[] = [];
  for await (const entry of entriesOf(listing, folder)) {
    if (!entry.name.startsWith(begins)) continue;
    if (entry.isDirectory()) folders.push(`${folder}${entry.name}/`);
    else yield folder + entry.name;
  }
  for (const one of folders) yield* walk(listing, one, '');
}

/** Files and folders that lie directly in one; a folder that is not there (any more) has none. */
async function* entriesOf({ root, warn, signal }: Listing, folder: string): AsyncGenerator<Dirent> {
  throwIfAborted(signal);
  try {
    for await (const entry of await opendir(join(root, folder), { bufferSize: 256 })) {
      throwIfAborted(signal);
      if (entry.isSymbolicLink()) await warnOfLink({ root, warn }, folder + entry.name);
      else if (entry.name.includes('\uFFFD'))
        warn(`A file in ${folder || 'the folder'} has a name that is not UTF-8: it is left out.`);
      else if ((entry.isFile() && !isOurTemporary(entry.name)) || entry.isDirectory()) yield entry;
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** A link that stays inside leads to what is listed anyway. */
async function warnOfLink({ root, warn }: Listing, key: string): Promise<void> {
  const target = await realpathOf(join(root, key));
  if (target !== undefined && isBeneath(target, root)) return;
  warn(`${key} is a link that leads out of the folder or nowhere: it is left out.`);
}

async function statAll(root: string, keys: readonly string[]): Promise<LakeObject[]> {
  const objects: LakeObject[] = [];
  let next = 0;
  const work = async () => {
    while (next < keys.length) {
      const key = keys[next++]!;
      const object = await statOf(join(root, key), key);
      if (object) objects.push(object);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelStats, keys.length) }, work));
  return objects;
}

/** Undefined for what vanished in the meantime. */
async function statOf(path: string, key: string): Promise<LakeObject | undefined> {
  try {
    const { size, mtimeMs } = await lstat(path);
    return { key, size, etag: undefined, modifiedMs: mtimeMs };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
