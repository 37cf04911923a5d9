import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { throwIfAborted } from '../../src/base/errors.ts';
import type { Fetched, Lake, LakeObject, PutOptions, ReadOptions } from '../../src/lake/lake.ts';

type Body = Buffer | string;

export interface MemoryLakeOptions {
  /** False for a store that gives none, as some do. */
  readonly hasEtags?: boolean;
  readonly pageSize?: number;
  readonly hasLinks?: boolean;
  /** In what order objects are listed; otherwise by key. */
  readonly order?: (objects: readonly LakeObject[]) => readonly LakeObject[];
}

/**
 * Called before each action, and once more when a put has arrived; what it throws is the lake's own failure, and it may
 * change the lake.
 */
export type Interference = (
  action: 'list' | 'read' | 'put' | 'arrived' | 'delete',
  key: string,
) => void | Promise<void>;

interface Stored {
  readonly object: LakeObject;
  readonly body: Buffer;
  readonly unreadable?: string;
}

/** A lake of which a test can see every action, and that changes or fails when the test wants. */
export class MemoryLake implements Lake {
  readonly uri: string;
  readonly access = 'memory';
  readonly link?: (name: string, target: string) => Promise<void>;
  readonly links = new Map<string, string>();
  /** The keys that were read, in turn. */
  readonly reads: string[] = [];
  interfere: Interference = () => {};
  readonly #stored = new Map<string, Stored>();
  readonly #options: MemoryLakeOptions;
  #clockMs = Date.now();

  constructor(uri: string, options: MemoryLakeOptions = {}) {
    this.uri = uri;
    this.#options = options;
    if (options.hasLinks) {
      this.link = async (name, target) => {
        await this.interfere('put', name);
        this.links.set(name, target);
      };
    }
  }

  get keys(): string[] {
    return [...this.#stored.keys()].sort();
  }

  set(key: string, content: Body, { unreadable, modifiedMs }: { unreadable?: string; modifiedMs?: number } = {}): this {
    const body = Buffer.from(content);
    const etag = this.#options.hasEtags === false ? undefined : createHash('md5').update(body).digest('hex');
    this.#clockMs += 1000;
    const object = { key, size: body.length, etag, modifiedMs: modifiedMs ?? this.#clockMs };
    this.#stored.set(key, { object, body, ...(unreadable && { unreadable }) });
    return this;
  }

  remove(key: string): void {
    this.#stored.delete(key);
  }

  text(key: string): string {
    return this.#at(key).body.toString('utf8');
  }

  size(key: string): number {
    return this.#at(key).body.length;
  }

  /** Writes all of it where its address says, for what reads files only. */
  async toDisk(): Promise<void> {
    for (const [key, { body }] of this.#stored) {
      await mkdir(dirname(this.uri + key), { recursive: true });
      await writeFile(this.uri + key, body);
    }
  }

  async *list(prefix = '', { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<readonly LakeObject[]> {
    await this.interfere('list', prefix);
    const found = this.#beneath(prefix);
    const ordered = this.#options.order?.(found) ?? found;
    const { pageSize = 1000 } = this.#options;
    for (let from = 0; from < ordered.length; from += pageSize) {
      throwIfAborted(signal);
      if (from > 0) await this.interfere('list', prefix);
      yield ordered.slice(from, from + pageSize);
    }
  }

  async browse(prefix: string) {
    await this.interfere('list', prefix);
    const prefixes = new Set<string>();
    const objects: LakeObject[] = [];
    for (const object of this.#beneath(prefix)) {
      const slash = object.key.indexOf('/', prefix.length);
      if (slash < 0) objects.push(object);
      else prefixes.add(object.key.slice(0, slash + 1));
    }
    return { prefixes: [...prefixes], objects };
  }

  async *read(
    objects: AsyncIterable<LakeObject> | Iterable<LakeObject>,
    { signal }: ReadOptions = {},
  ): AsyncGenerator<Fetched> {
    for await (const listed of objects) {
      throwIfAborted(signal);
      await this.interfere('read', listed.key);
      throwIfAborted(signal);
      this.reads.push(listed.key);
      const stored = this.#stored.get(listed.key);
      yield stored ? stored : { object: listed, gone: true };
    }
  }

  async put(key: string, body: Body, { signal }: PutOptions = {}): Promise<void> {
    throwIfAborted(signal);
    await this.interfere('put', key);
    throwIfAborted(signal);
    this.set(key, body);
    await this.interfere('arrived', key);
  }

  async putIfAbsent(key: string, body: Body, { signal }: PutOptions = {}): Promise<boolean> {
    await this.interfere('put', key);
    throwIfAborted(signal);
    if (this.#stored.has(key)) return false;
    this.set(key, body);
    return true;
  }

  async putFile(key: string, path: string, options: PutOptions = {}): Promise<void> {
    await this.put(key, await readFile(path), options);
  }

  /** A put is whole or not at all. */
  async sweep(): Promise<void> {}

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.interfere('delete', key);
      this.#stored.delete(key);
    }
  }

  async nearest(): Promise<readonly string[]> {
    return [];
  }

  async close(): Promise<void> {}

  #at(key: string): Stored {
    const stored = this.#stored.get(key);
    if (!stored) throw new Error(`${this.uri} holds no ${key}`);
    return stored;
  }

  #beneath(prefix: string): LakeObject[] {
    return this.keys.filter(key => key.startsWith(prefix)).map(key => this.#stored.get(key)!.object);
  }
}
