import { cancelled, throwIfAborted } from '../../base/errors.ts';
import { Fault } from '../fault.ts';
import type { LakeObject } from '../lake.ts';
import { Scope } from '../scope.ts';
import { type ListingPage, readListing } from './listing-xml.ts';
import type { Store } from './store.ts';

const parallel = 16;
/** Pages that nobody has taken yet hold further ones back. */
const mostPagesReady = 2 * parallel;

/** One page of what lies beneath a prefix. */
export function listPage(
  store: Store,
  query: {
    readonly prefix: string;
    /** How much of every key is the lake's own prefix. */
    readonly beneath: number;
    readonly delimiter?: '/';
    readonly token?: string | undefined;
    readonly limit?: number | undefined;
  },
  scope: Scope,
): Promise<ListingPage> {
  const asked = {
    'list-type': '2',
    'encoding-type': 'url',
    prefix: query.prefix,
    ...(query.delimiter && { delimiter: query.delimiter }),
    ...(query.token && { 'continuation-token': query.token }),
    ...(query.limit && { 'max-keys': String(query.limit) }),
  };
  return store.persist(async () => {
    const { body } = await store.attempt({ method: 'GET', query: asked }, scope);
    const page = readListing(body, query.beneath);
    if (page === undefined) throw new Fault('garbled', 'its listing is not whole, or none');
    return page;
  }, scope);
}

/**
 * Everything beneath a prefix of a lake. A prefix that fills more than a page is divided by its folders while there are connections
 * to spare, and else read on page by page; so small lakes cost one request, and deep, lopsided ones use all connections.
 */
export async function* listAll(
  store: Store,
  lake: string,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<LakeObject[]> {
  throwIfAborted(signal);
  using scope = new Scope(signal);
  yield* new Walk(store, lake.length, scope).pages(lake + prefix);
}

class Walk {
  readonly #store: Store;
  readonly #beneath: number;
  readonly #scope: Scope;
  readonly #waiting: string[] = [];
  readonly #ready: LakeObject[][] = [];
  #running = 0;
  #failure: { readonly error: unknown } | undefined;
  /** Called when a page came in, a prefix is done or all is over. */
  #arrived: () => void = () => {};
  /** Of those who wait until pages were taken. */
  readonly #heldBack: (() => void)[] = [];

  constructor(store: Store, beneath: number, scope: Scope) {
    this.#store = store;
    this.#beneath = beneath;
    this.#scope = scope;
    scope.add(() => this.#fail(cancelled()));
  }

  async *pages(prefix: string): AsyncGenerator<LakeObject[]> {
    this.#begin([prefix]);
    for (;;) {
      if (this.#failure) throw this.#failure.error;
      const page = this.#ready.shift();
      if (page) {
        this.#heldBack.shift()?.();
        yield page;
      } else if (this.#running === 0) {
        return;
      } else {
        await new Promise<void>(resolve => {
          this.#arrived = resolve;
        });
      }
    }
  }

  #begin(prefixes: readonly string[]): void {
    this.#waiting.push(...prefixes);
    while (this.#running < parallel && !this.#failure) {
      const prefix = this.#waiting.pop();
      if (prefix === undefined) return;
      this.#running += 1;
      void this.#list(prefix)
        .catch(error => this.#fail(error))
        .finally(() => {
          this.#running -= 1;
          this.#begin([]);
          this.#arrived();
        });
    }
  }

  async #list(prefix: string): Promise<void> {
    const query = { prefix, beneath: this.#beneath };
    let page = await listPage(this.#store, query, this.#scope);
    if (page.next !== undefined && this.#running + this.#waiting.length < parallel) {
      const level = await listPage(this.#store, { ...query, delimiter: '/' }, this.#scope);
      if (level.next === undefined && level.prefixes.length > 0) {
        await this.#emit(level.objects);
        this.#begin(level.prefixes);
        return;
      }
    }
    for (;;) {
      await this.#emit(page.objects);
      if (page.next === undefined) return;
      page = await listPage(this.#store, { ...query, token: page.next }, this.#scope);
    }
  }

  async #emit(objects: LakeObject[]): Promise<void> {
    if (objects.length === 0) return;
    this.#ready.push(objects);
    this.#arrived();
    if (this.#ready.length < mostPagesReady || this.#failure) return;
    await new Promise<void>(resolve => this.#heldBack.push(resolve));
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#arrived();
    for (const resume of this.#heldBack.splice(0)) resume();
  }
}
