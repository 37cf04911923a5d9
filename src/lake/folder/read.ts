import { constants } from 'node:buffer';
import { constants as fileFlags } from 'node:fs';
import { open } from 'node:fs/promises';
import { gunzip } from '../gunzip.ts';
import type { Fetched, LakeObject } from '../lake.ts';
import { codeOf, isMissing } from './errors.ts';
import { pathInside, refuseOutside } from './inside.ts';

const nothing = Buffer.alloc(0);
const mostChanges = 5;
/** A link in place of the file is not followed. Windows has no such flag. */
const openFlags = fileFlags.O_RDONLY | (fileFlags.O_NOFOLLOW ?? 0);

/** A file as it is now. One that is being written while it is read is read again. */
export async function readFileObject(
  root: string,
  object: LakeObject,
  realFolders: Map<string, string>,
): Promise<Fetched> {
  const path = await pathInside(root, object.key, realFolders);
  if (path === undefined) return { object, gone: true };
  try {
    for (let changes = 0; changes < mostChanges; changes++) {
      const read = await readWhole(path, object.key);
      if (read) return await contentOf(read.object, read.body);
    }
  } catch (error) {
    if (isMissing(error)) return { object, gone: true };
    if (codeOf(error) === 'ELOOP') refuseOutside(object.key);
    throw error;
  }
  return { object, body: nothing, unreadable: 'it is being written' };
}

/** Undefined when the file changed meanwhile. */
async function readWhole(path: string, key: string): Promise<{ object: LakeObject; body: Buffer } | undefined> {
  await using file = await open(path, openFlags);
  const { size, mtimeMs } = await file.stat();
  const object = { key, size, etag: undefined, modifiedMs: mtimeMs };
  if (size > constants.MAX_LENGTH) return { object, body: nothing };
  const body = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(body, filled, size - filled);
    if (bytesRead === 0) return undefined;
    filled += bytesRead;
  }
  const after = await file.stat();
  return after.size === size && after.mtimeMs === mtimeMs ? { object, body } : undefined;
}

async function contentOf(object: LakeObject, body: Buffer): Promise<Fetched> {
  if (object.size > constants.MAX_LENGTH) {
    return { object, body: nothing, unreadable: `its ${object.size} bytes are more than can be held at once` };
  }
  return /\.gz$/i.test(object.key) ? { object, body: nothing, ...(await gunzip(body)) } : { object, body };
}
