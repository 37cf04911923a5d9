import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { SparkifyError } from '../../base/errors.ts';
import { md5Hex } from '../digests.ts';
import { compareKeys, keyPastPrefix } from './keys.ts';
import type { ObjectInfo, ReadableStore, StoredObject } from './store.ts';

/** The plain files of a real folder, as they are at the moment of asking. It is never written, and links are not followed. */
export class FolderStore implements ReadableStore {
  readonly #folder: string;
  /** MD5 of each file, good for as long as its size and time stay. */
  readonly #etags = new Map<string, { readonly version: string; readonly etag: string }>();

  constructor(folder: string) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new SparkifyError('lake.missing', `There is no folder ${folder} to serve. Give one that exists.`);
    }
    this.#folder = realpathSync(folder);
  }

  list(fromKey: string): Iterable<ObjectInfo> {
    return this.#listBeneath('', fromKey);
  }

  get(key: string): StoredObject | undefined {
    if (!isPathInside(key)) return undefined;
    const path = join(this.#folder, key);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats?.isFile() || realpathSync(path) !== path) return undefined;
    const body = readFileSync(path);
    return { key, body, size: body.length, etag: md5Hex(body), modifiedMs: stats.mtimeMs, attributes: {} };
  }

  *#listBeneath(prefix: string, fromKey: string): Generator<ObjectInfo> {
    // A folder sorts as its name with the slash: `a.json` lies between `a-b/` and `a/`.
    const names = readdirSync(join(this.#folder, prefix), { withFileTypes: true })
      .filter(entry => entry.isDirectory() || entry.isFile())
      .map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort(compareKeys);
    for (const name of names) {
      const key = prefix + name;
      if (name.endsWith('/')) {
        const end = keyPastPrefix(key);
        if (end === undefined || compareKeys(end, fromKey) > 0) yield* this.#listBeneath(key, fromKey);
      } else if (compareKeys(key, fromKey) >= 0) {
        yield this.#describe(key);
      }
    }
  }

  #describe(key: string): ObjectInfo {
    const path = join(this.#folder, key);
    const { size, mtimeMs } = statSync(path);
    const version = `${size} ${mtimeMs}`;
    const known = this.#etags.get(key);
    const etag = known?.version === version ? known.etag : md5Hex(readFileSync(path));
    this.#etags.set(key, { version, etag });
    return { key, size, etag, modifiedMs: mtimeMs };
  }
}

const isPathInside = (key: string): boolean =>
  !key.includes('\0') &&
  (sep === '/' || !key.includes(sep)) &&
  key.split('/').every(part => !['', '.', '..'].includes(part));
