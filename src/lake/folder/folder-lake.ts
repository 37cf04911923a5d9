import { readdir } from 'node:fs/promises';
import { SparkifyError, throwIfAborted } from '../../base/errors.ts';
import type { Fetched, Lake, LakeObject, PutOptions, ReadOptions, SweepOptions } from '../lake.ts';
import { nearestOf } from '../nearest.ts';
import type { LakeOptions } from '../options.ts';
import { Pump } from '../pump.ts';
import { Scope } from '../scope.ts';
import { printUri } from '../uri.ts';
import { AdaptiveWindow } from '../window.ts';
import { tellFileError } from './errors.ts';
import { realpathOf } from './inside.ts';
import { browseFiles, type Listing, listFiles } from './list.ts';
import { readFileObject } from './read.ts';
import { sweepFolder } from './sweep.ts';
import { contentOfFile, makeLink, remove, store, storeDurably, storeIfAbsent, textOf } from './write.ts';

/** More than the threads that Node reads files with, so that none of them waits for us. */
const usualConcurrency = 16;
const usualWindowBytes = 64 * 1024 * 1024;

interface SignalOption {
  readonly signal?: AbortSignal | undefined;
}

export class FolderLake implements Lake {
  readonly uri: string;
  readonly access = 'folder';
  readonly link?: (name: string, target: string) => Promise<void>;
  readonly #root: string;
  readonly #warn: (message: string) => void;
  readonly #warned = new Set<string>();

  constructor(path: string, { warn = () => {} }: Pick<LakeOptions, 'warn'>) {
    this.uri = printUri({ kind: 'folder', path });
    this.#root = path;
    this.#warn = message => {
      if (!this.#warned.has(message)) warn(message);
      this.#warned.add(message);
    };
    // Links to folders need a privilege on Windows, so there are none.
    if (process.platform !== 'win32') {
      this.link = (name, target) => this.#write(name, undefined, () => makeLink(this.#root, name, target));
    }
  }

  async *list(prefix = '', { signal }: SignalOption = {}): AsyncGenerator<readonly LakeObject[]> {
    try {
      yield* listFiles(await this.#listing(signal), prefix);
    } catch (error) {
      throw tellFileError(error, `${this.uri}${prefix} could not be listed`, 'lake.read');
    }
  }

  async browse(prefix: string, { signal, limit }: SignalOption & { limit?: number } = {}) {
    try {
      return await browseFiles(await this.#listing(signal), prefix, limit ?? Number.POSITIVE_INFINITY);
    } catch (error) {
      throw tellFileError(error, `${this.uri}${prefix} could not be listed`, 'lake.read');
    }
  }

  async *read(
    objects: AsyncIterable<LakeObject> | Iterable<LakeObject>,
    { concurrency = usualConcurrency, windowBytes = usualWindowBytes, signal }: ReadOptions = {},
  ): AsyncGenerator<Fetched> {
    using scope = new Scope(signal);
    const root = await this.#realRoot();
    const realFolders = new Map([[root, root]]);
    const fetch = (object: LakeObject) =>
      readFileObject(root, object, realFolders).catch(error => {
        throw tellFileError(error, `${object.key} could not be read`, 'lake.read');
      });
    const window = new AdaptiveWindow(Math.min(concurrency, usualConcurrency));
    yield* new Pump(objects, fetch, { window, windowBytes, scope }).fetched();
  }

  put(key: string, body: Buffer | string, { signal }: PutOptions = {}): Promise<void> {
    return this.#write(key, signal, () => storeDurably(this.#root, key, textOf(body)));
  }

  putIfAbsent(key: string, body: Buffer | string, { signal }: PutOptions = {}): Promise<boolean> {
    return this.#write(key, signal, () => storeIfAbsent(this.#root, key, textOf(body)));
  }

  putFile(key: string, path: string, { signal }: PutOptions = {}): Promise<void> {
    return this.#write(key, signal, () => store(this.#root, key, contentOfFile(path)));
  }

  async delete(keys: readonly string[], { signal }: SignalOption = {}): Promise<void> {
    for (const key of keys) await this.#write(key, signal, () => remove(this.#root, key));
  }

  async sweep(prefix: string, options: SweepOptions): Promise<void> {
    try {
      await sweepFolder(await this.#realRoot(), prefix, options);
    } catch (error) {
      throw tellFileError(error, `What was half-written in ${this.uri}${prefix} could not be removed`, 'lake.write');
    }
  }

  async nearest(prefix = ''): Promise<readonly string[]> {
    const wanted = `${this.uri}${prefix}`;
    return nearestOf(wanted, async above => {
      const entries = await readdir(above || '.', { withFileTypes: true }).catch(() => []);
      return entries.filter(entry => entry.isDirectory()).map(entry => `${above}${entry.name}/`);
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #listing(signal: AbortSignal | undefined): Promise<Listing> {
    return { root: await this.#realRoot(), warn: this.#warn, signal };
  }

  async #realRoot(): Promise<string> {
    const real = await realpathOf(this.#root);
    if (real === undefined) {
      const near = await this.nearest();
      const instead = near.length > 0 ? ` There is ${near.join(', ')}.` : '';
      throw new SparkifyError('lake.missing', `The folder ${this.#root} does not exist.${instead}`);
    }
    return real;
  }

  async #write<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    throwIfAborted(signal);
    try {
      return await work();
    } catch (error) {
      throw tellFileError(error, `${key} could not be written to ${this.uri}`, 'lake.write');
    }
  }
}
