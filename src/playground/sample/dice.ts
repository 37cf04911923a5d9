/** Chance that hangs on what it is for (a seed, a purpose, numbers), and on nothing thrown before. */
export class Dice {
  #state: number;

  constructor(...about: readonly number[]) {
    this.#state = about.reduce((hash, number) => scramble(hash ^ (number | 0)) + 0x9e3779b9, 0x243f6a88) | 0;
  }

  /** From 0 up to, but not, 1. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return scramble(this.#state) / 2 ** 32;
  }

  /** A whole number from 0 up to, but not, the limit. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** The letters of an invented identifier. */
  text(length: number, alphabet: string): string {
    let text = '';
    while (text.length < length) text += alphabet[this.below(alphabet.length)];
    return text;
  }
}

function scramble(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A rearrangement of 0 … count-1, so that neighbours in rank are not neighbours in place. */
export function shuffled(count: number): (rank: number) => number {
  let step = Math.max(1, Math.floor(count * 0.618));
  while (greatestCommonDivisor(step, count) !== 1) step++;
  return rank => (rank * step + Math.floor(count / 3)) % count;
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
