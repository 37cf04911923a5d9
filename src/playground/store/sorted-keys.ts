import { compareKeys } from './keys.ts';

const blockSize = 1024;

/** Keys in order, in blocks of at most 1,024: adding one to 400,000 moves few of them. */
export class SortedKeys {
  readonly #blocks: string[][] = [];

  add(key: string): void {
    const index = Math.max(0, this.#blockOf(key));
    const block = this.#blocks[index] ?? [];
    if (block.length === 0) this.#blocks.push(block);
    const at = firstNotBelow(block, key);
    if (block[at] === key) return;
    block.splice(at, 0, key);
    if (block.length > blockSize) this.#blocks.splice(index + 1, 0, block.splice(blockSize / 2));
  }

  delete(key: string): void {
    const index = this.#blockOf(key);
    const block = this.#blocks[index];
    if (!block) return;
    const at = firstNotBelow(block, key);
    if (block[at] !== key) return;
    block.splice(at, 1);
    if (block.length === 0) this.#blocks.splice(index, 1);
  }

  *from(key: string): Generator<string> {
    const first = Math.max(0, this.#blockOf(key));
    for (let index = first; index < this.#blocks.length; index++) {
      const block = this.#blocks[index]!;
      for (let at = index === first ? firstNotBelow(block, key) : 0; at < block.length; at++) yield block[at]!;
    }
  }

  /** The last block that begins at or before the key; -1 when the key lies before them all. */
  #blockOf(key: string): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareKeys(this.#blocks[middle]![0]!, key) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function firstNotBelow(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(sorted[middle]!, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
