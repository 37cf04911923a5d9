import { type Doing, isBucketMissing, tellFault } from '../errors.ts';
import { checkKey } from '../keys.ts';
import type { Fetched, Lake, LakeObject, PutOptions, ReadOptions, SweepOptions } from '../lake.ts';
import { nearestNames, nearestOf } from '../nearest.ts';
import { Pump } from '../pump.ts';
import { Scope } from '../scope.ts';
import { AdaptiveWindow } from '../window.ts';
import { listAll, listPage } from './list.ts';
import { putFile } from './multipart.ts';
import { fetchObject } from './read.ts';
import type { Store } from './store.ts';
import { endUnfinished } from './unfinished.ts';
import { put, putIfAbsent, remove } from './write.ts';

const usualConcurrency = 256;
const usualWindowBytes = 64 * 1024 * 1024;

interface Task {
  readonly action: string;
  /** Relative to the lake. */
  readonly key?: string | undefined;
  readonly failed: string;
  readonly code?: Doing['code'];
}

export class S3Lake implements Lake {
  readonly uri: string;
  readonly access: string;
  readonly #store: Store;
  readonly #prefix: string;
  readonly #listBuckets: () => Promise<string[]>;

  constructor(store: Store, prefix: string, listBuckets: () => Promise<string[]>) {
    this.uri = `s3://${store.bucket}/${prefix}`;
    this.access = store.access.kind;
    this.#store = store;
    this.#prefix = prefix;
    this.#listBuckets = listBuckets;
  }

  async *list(prefix = '', { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<readonly LakeObject[]> {
    try {
      yield* listAll(this.#store, this.#prefix, prefix, signal);
    } catch (error) {
      throw await this.#tell(error, listing(this.uri + prefix));
    }
  }

  async browse(prefix: string, { signal, limit }: { signal?: AbortSignal; limit?: number } = {}) {
    const [prefixes, objects]: [string[], LakeObject[]] = [[], []];
    await this.#do(listing(this.uri + prefix), signal, async scope => {
      let token: string | undefined;
      do {
        const place = { prefix: this.#prefix + prefix, beneath: this.#prefix.length, delimiter: '/' } as const;
        const page = await listPage(this.#store, { ...place, token, limit: limit && Math.min(limit, 1000) }, scope);
        prefixes.push(...page.prefixes.map(name => name.slice(this.#prefix.length)));
        objects.push(...page.objects);
        token = page.next;
      } while (token !== undefined && prefixes.length + objects.length < (limit ?? Number.POSITIVE_INFINITY));
    });
    return { prefixes, objects };
  }

  async *read(
    objects: AsyncIterable<LakeObject> | Iterable<LakeObject>,
    { concurrency = usualConcurrency, windowBytes = usualWindowBytes, signal }: ReadOptions = {},
  ): AsyncGenerator<Fetched> {
    using scope = new Scope(signal);
    const window = new AdaptiveWindow(concurrency);
    const reading = { store: this.#store, prefix: this.#prefix, window, scope };
    const fetch = (object: LakeObject) =>
      fetchObject(object, reading).catch(async error => {
        throw await this.#tell(error, {
          action: 's3:GetObject',
          key: object.key,
          failed: `${object.key} could not be read`,
        });
      });
    yield* new Pump(objects, fetch, { window, windowBytes, scope }).fetched();
  }

  put(key: string, body: Buffer | string, { contentType, signal }: PutOptions = {}): Promise<void> {
    return this.#do(writing(key), signal, scope =>
      put({ store: this.#store, scope }, this.#whole(key), Buffer.from(body), contentType),
    );
  }

  putIfAbsent(key: string, body: Buffer | string, { contentType, signal }: PutOptions = {}): Promise<boolean> {
    return this.#do(writing(key), signal, scope =>
      putIfAbsent({ store: this.#store, scope }, this.#whole(key), Buffer.from(body), contentType),
    );
  }

  putFile(key: string, path: string, { contentType, signal }: PutOptions = {}): Promise<void> {
    return this.#do(writing(key), signal, scope =>
      putFile({ store: this.#store, scope }, this.#whole(key), path, contentType),
    );
  }

  delete(keys: readonly string[], { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const task = {
      action: 's3:DeleteObject',
      key: keys[0],
      failed: 'Objects could not be deleted',
      code: 'lake.write',
    } as const;
    return this.#do(task, signal, scope =>
      remove(
        { store: this.#store, scope },
        keys.map(key => this.#whole(key)),
      ),
    );
  }

  sweep(prefix: string, options: SweepOptions): Promise<void> {
    const task = {
      action: 's3:ListBucketMultipartUploads',
      failed: `What was half-written in ${this.uri}${prefix} could not be removed`,
      code: 'lake.write',
    } as const;
    return this.#do(task, options.signal, scope =>
      endUnfinished({ store: this.#store, scope }, this.#prefix + prefix, options),
    );
  }

  nearest(prefix = '', { signal }: { signal?: AbortSignal } = {}): Promise<readonly string[]> {
    return this.#do(listing(this.uri + prefix), signal, async scope => {
      const found = await nearestOf(this.#prefix + prefix, async above => {
        const page = await listPage(this.#store, { prefix: above, beneath: 0, delimiter: '/' }, scope);
        return page.prefixes;
      });
      return found.map(one => `s3://${this.#store.bucket}/${one}`);
    });
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  #whole(key: string): string {
    const whole = this.#prefix + key;
    checkKey(whole);
    return whole;
  }

  async #do<T>(task: Task, signal: AbortSignal | undefined, work: (scope: Scope) => Promise<T>): Promise<T> {
    using scope = new Scope(signal);
    try {
      scope.throwIfStopped();
      return await work(scope);
    } catch (error) {
      throw await this.#tell(error, task);
    }
  }

  async #tell(error: unknown, { action, key, failed, code = 'lake.read' }: Task): Promise<unknown> {
    const { bucket, host, region } = this.#store;
    const whole = key === undefined ? undefined : this.#prefix + key;
    const buckets = isBucketMissing(error) ? nearestNames(bucket, await this.#listBuckets()) : [];
    return tellFault(error, { action, bucket, key: whole, failed, code, host, region, access: this.access, buckets });
  }
}

const listing = (uri: string): Task => ({ action: 's3:ListBucket', failed: `${uri} could not be listed` });

const writing = (key: string): Task => ({
  action: 's3:PutObject',
  key,
  failed: `${key} could not be written`,
  code: 'lake.write',
});
