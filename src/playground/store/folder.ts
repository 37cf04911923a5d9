import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { md5Hex } from '../s3/digests.ts';
import { compareKeys, keyPastPrefix } from './keys.ts';
import type { ObjectInfo, ReadableStore, StoredObject } from './store.ts';

/** A real folder, as it is at the moment of asking. It is never written. */
export class FolderStore implements ReadableStore {
  readonly #folder: string;
  /** MD5 of each file, good for as long as its size and time stay. */
  readonly #etags = new Map<string, { readonly version: string; readonly etag: string }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  list(fromKey: string): Iterable<ObjectInfo> {
    return this.#listBeneath('', fromKey);
  }

  get(key: string): StoredObject | undefined {
    if (!isPathInside(key)) return undefined;
    const path = join(this.#folder, key);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats?.isFile()) return undefined;
    const body = readFileSync(path);
    return { key, body, size: body.length, etag: md5Hex(body), modifiedMs: stats.mtimeMs, attributes: {} };
  }

  *#listBeneath(prefix: string, fromKey: string): Generator<ObjectInfo> {
    // A folder sorts as its name with the slash: `a.json` lies between `a-b/` and `a/`.
    const names = readdirSync(join(this.#folder, prefix), { withFileTypes: true })
      .map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort(compareKeys);
    for (const name of names) {
      const key = prefix + name;
      const end = keyPastPrefix(key);
      if (name.endsWith('/')) {
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
  !key.endsWith('/') &&
  (sep === '/' || !key.includes(sep)) &&
  key.split('/').every(part => !['', '.', '..'].includes(part));
