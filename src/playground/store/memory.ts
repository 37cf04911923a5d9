import { md5Hex } from '../digests.ts';
import { SortedKeys } from './sorted-keys.ts';
import type { ObjectAttributes, ObjectInfo, ObjectStore, StoredObject } from './store.ts';

/** Objects held in memory. */
export class MemoryStore implements ObjectStore {
  readonly #objects = new Map<string, StoredObject>();
  readonly #keys = new SortedKeys();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  *list(fromKey: string): Generator<ObjectInfo> {
    for (const key of this.#keys.from(fromKey)) yield this.#objects.get(key)!;
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  put(key: string, body: Buffer, attributes: ObjectAttributes = {}, etag: string = md5Hex(body)): StoredObject {
    const object = { key, body, size: body.length, etag, modifiedMs: this.#now(), attributes };
    if (!this.#objects.has(key)) this.#keys.add(key);
    this.#objects.set(key, object);
    return object;
  }

  delete(key: string): void {
    if (this.#objects.delete(key)) this.#keys.delete(key);
  }
}
