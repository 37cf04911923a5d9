import { createHash } from 'node:crypto';
import { compareKeys } from '../store/keys.ts';
import type { ObjectInfo, ReadableStore, StoredObject } from '../store/store.ts';
import type { SampleLake } from './sample-lake.ts';

/** Objects by number, whose keys rise with it. */
interface Series {
  readonly count: number;
  keyOf(number: number): string;
  numberOf(key: string): number | undefined;
  bodyOf(number: number): Buffer;
  readonly digests: Digests;
}

/** A sample lake as a store. Only 20 bytes an object are remembered, and only of objects that were listed or read. */
export class SampleStore implements ReadableStore {
  readonly #logs: Series;
  readonly #songs: Series;
  readonly #modifiedMs: number;

  constructor(lake: SampleLake, modifiedMs = Date.parse(`${lake.dateOf(lake.days)}T06:00:00Z`)) {
    this.#logs = {
      count: lake.days,
      keyOf: lake.logKey,
      numberOf: lake.dayOfKey,
      bodyOf: lake.logObject,
      digests: new Digests(),
    };
    this.#songs = {
      count: lake.songs,
      keyOf: lake.songKey,
      numberOf: lake.songOfKey,
      bodyOf: lake.songObject,
      digests: new Digests(),
    };
    this.#modifiedMs = modifiedMs;
  }

  *list(fromKey: string): Generator<ObjectInfo> {
    for (const series of [this.#logs, this.#songs]) {
      for (let number = numberFrom(series, fromKey); number < series.count; number++) {
        const { digests, keyOf, bodyOf } = series;
        if (!digests.has(number)) digests.learn(number, bodyOf(number));
        const [size, etag] = [digests.sizeOf(number), digests.etagOf(number)];
        yield { key: keyOf(number), size, etag, modifiedMs: this.#modifiedMs };
      }
    }
  }

  get(key: string): StoredObject | undefined {
    const series = key.startsWith('log_data/') ? this.#logs : this.#songs;
    const number = series.numberOf(key);
    if (number === undefined || number >= series.count) return undefined;
    const body = series.bodyOf(number);
    if (!series.digests.has(number)) series.digests.learn(number, body);
    const etag = series.digests.etagOf(number);
    const attributes = { contentType: 'application/json' };
    return { key, body, size: body.length, etag, modifiedMs: this.#modifiedMs, attributes };
  }
}

/** The first object whose key is not before this one. */
function numberFrom({ count, keyOf }: Series, key: string): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keyOf(middle), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const blockLength = 4096;
const md5Bytes = 16;

/** Size and MD5 of bodies that were made once and thrown away. */
class Digests {
  readonly #blocks = new Map<number, { readonly sizes: Uint32Array; readonly md5s: Buffer }>();

  has(number: number): boolean {
    return this.#blocks.has(Math.floor(number / blockLength)) && this.sizeOf(number) > 0;
  }

  learn(number: number, body: Buffer): void {
    const index = Math.floor(number / blockLength);
    const block = this.#blocks.get(index) ?? {
      sizes: new Uint32Array(blockLength),
      md5s: Buffer.alloc(blockLength * md5Bytes),
    };
    this.#blocks.set(index, block);
    block.sizes[number % blockLength] = body.length;
    createHash('md5')
      .update(body)
      .digest()
      .copy(block.md5s, (number % blockLength) * md5Bytes);
  }

  sizeOf(number: number): number {
    return this.#block(number).sizes[number % blockLength]!;
  }

  etagOf(number: number): string {
    const at = (number % blockLength) * md5Bytes;
    return this.#block(number).md5s.toString('hex', at, at + md5Bytes);
  }

  #block(number: number) {
    return this.#blocks.get(Math.floor(number / blockLength))!;
  }
}
