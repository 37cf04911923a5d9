import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, realpath, rename, rmdir, symlink, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { checkFileKey } from '../keys.ts';
import { codeOf, isMissing } from './errors.ts';
import { isBeneath, pathInside, refuseOutside } from './inside.ts';

const temporaryName = /^\.sparkify-[0-9a-f]{16}\.part$/;
const newTemporaryName = (): string => `.sparkify-${randomBytes(8).toString('hex')}.part`;

/** Left behind by a process that was killed while it wrote: never an object. */
export const isOurTemporary = (name: string): boolean => temporaryName.test(name);

/** Makes a new file with the content. */
export type Fill = (path: string) => Promise<void>;

type Settle = (part: string, path: string) => Promise<void>;

export const textOf =
  (body: Buffer | string): Fill =>
  path =>
    writeFile(path, body, { flag: 'wx' });

/** Of another file; on file systems that can, without copying a byte. */
export const contentOfFile =
  (source: string): Fill =>
  path =>
    copyFile(source, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);

export async function store(root: string, key: string, fill: Fill): Promise<void> {
  await aside(root, key, fill, rename);
}

/** As `store`; and the name has reached the disk with it, and all that was stored before. */
export async function storeDurably(root: string, key: string, fill: Fill): Promise<void> {
  await syncFolder(dirname(await aside(root, key, fill, rename)));
}

/** False when the key was there already. */
export async function storeIfAbsent(root: string, key: string, fill: Fill): Promise<boolean> {
  try {
    const path = await aside(root, key, fill, giveNameIfFree);
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** What exFAT, FAT and network drives say of hard links; EISDIR is Node's word for it on Windows. */
const isUnableToLink = (error: unknown): boolean =>
  ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR'].includes(codeOf(error) ?? '');

async function giveNameIfFree(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
    await unlink(part);
  } catch (error) {
    if (!isUnableToLink(error)) throw error;
    await takeName(part, path);
  }
}

/** Without links, the name is taken by an empty file, which the whole one then replaces: whoever reads in between finds nothing in it, never half. */
async function takeName(part: string, path: string): Promise<void> {
  await writeFile(path, '', { flag: 'wx' });
  try {
    await rename(part, path);
  } catch (error) {
    await unlink(path).catch(() => {});
    throw error;
  }
}

/** Whoever deletes the last file of a folder takes the folder with it, perhaps just as we write there. */
const mostLostFolders = 20;

/** Written under another name in the same folder, and given its own when it is whole and on the disk. */
async function aside(root: string, key: string, fill: Fill, settle: Settle): Promise<string> {
  for (let lost = 1; ; lost++) {
    try {
      return await asideOnce(root, key, fill, settle);
    } catch (error) {
      if (!isMissing(error) || lost === mostLostFolders) throw error;
    }
  }
}

async function asideOnce(root: string, key: string, fill: Fill, settle: Settle): Promise<string> {
  const path = await pathForWriting(root, key);
  const part = join(dirname(path), newTemporaryName());
  try {
    await fill(part);
    await syncToDisk(part);
    await settle(part, path);
    return path;
  } catch (error) {
    await unlink(part).catch(() => {});
    throw error;
  }
}

async function syncToDisk(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  await file.sync();
}

/** A name in a folder survives a power cut only when the folder, too, has reached the disk. Windows has no such call, nor have some network drives. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync().catch(error => {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error) ?? '')) throw error;
  });
}

/** The path of a key, with its folder made; refused where a link on the way leads out of the lake. */
async function pathForWriting(root: string, key: string): Promise<string> {
  checkFileKey(key, process.platform);
  await mkdir(root, { recursive: true });
  const folder = dirname(join(root, ...key.split('/')));
  await requireInside(root, key, folder);
  await mkdir(folder, { recursive: true });
  return (await pathInside(root, key)) ?? join(folder, basename(key));
}

/** Looked at before anything is made: the part of the way that is there already must not lead out. */
async function requireInside(root: string, key: string, folder: string): Promise<void> {
  const realRoot = await realpath(root);
  for (let there = folder; ; there = dirname(there)) {
    try {
      if (!isBeneath(await realpath(there), realRoot)) refuseOutside(key);
      return;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

/** Folders that become empty go too, as they do in a store that knows keys only. */
export async function remove(root: string, key: string): Promise<void> {
  const path = await pathInside(root, key);
  if (path === undefined) return;
  const realRoot = await realpath(root);
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  for (let folder = dirname(path); folder !== realRoot; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return; // Not empty, or in use: then it stays.
    }
  }
}

/** Replaces the link in one step. */
export async function makeLink(root: string, name: string, target: string): Promise<void> {
  const path = await pathForWriting(root, name);
  checkFileKey(target.replace(/\/$/, ''), process.platform);
  const part = join(dirname(path), newTemporaryName());
  await symlink(relative(dirname(path), join(root, target)), part, 'dir');
  await rename(part, path);
}
