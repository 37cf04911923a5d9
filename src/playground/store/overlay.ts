import { compareKeys } from './keys.ts';
import { MemoryStore } from './memory.ts';
import type { ObjectAttributes, ObjectInfo, ObjectStore, ReadableStore, StoredObject } from './store.ts';

/** Makes a store that cannot be written over writable: what is put or deleted is remembered in memory, above it. */
export class OverlayStore implements ObjectStore {
  readonly #base: ReadableStore;
  readonly #written: MemoryStore;
  readonly #deleted = new Set<string>();

  constructor(base: ReadableStore, now: () => number = Date.now) {
    this.#base = base;
    this.#written = new MemoryStore(now);
  }

  *list(fromKey: string): Generator<ObjectInfo> {
    const written = this.#written.list(fromKey);
    let above = written.next();
    for (const below of this.#base.list(fromKey)) {
      for (; !above.done && compareKeys(above.value.key, below.key) < 0; above = written.next()) yield above.value;
      const isReplaced = !above.done && above.value.key === below.key;
      if (!isReplaced && !this.#deleted.has(below.key)) yield below;
    }
    for (; !above.done; above = written.next()) yield above.value;
  }

  get(key: string): StoredObject | undefined {
    return this.#written.get(key) ?? (this.#deleted.has(key) ? undefined : this.#base.get(key));
  }

  put(key: string, body: Buffer, attributes?: ObjectAttributes, etag?: string): ObjectInfo {
    this.#deleted.delete(key);
    return this.#written.put(key, body, attributes, etag);
  }

  delete(key: string): void {
    this.#written.delete(key);
    this.#deleted.add(key);
  }
}
