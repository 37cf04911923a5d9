const first = 64;
const least = 4;

/**
 * How many requests may be under way at once. Begins in the middle, so that few objects open few connections, and grows by one
 * with every fourth success. Narrows when the store cannot keep up, and from then on grows by four for every windowful; of the
 * many requests that fail together, only the first narrows it.
 */
export class AdaptiveWindow {
  readonly #most: number;
  #limit: number;
  #successes = 0;
  #generation = 0;

  constructor(most: number) {
    this.#most = most;
    this.#limit = Math.min(first, most);
  }

  get limit(): number {
    return this.#limit;
  }

  /** To be kept by a request when it starts, and handed back with word of its end. */
  get generation(): number {
    return this.#generation;
  }

  succeeded(): void {
    if (this.#limit === this.#most) return;
    this.#successes += 1;
    if (this.#successes < (this.#generation === 0 ? 4 : this.#limit / 4)) return;
    this.#successes = 0;
    this.#limit += 1;
  }

  narrow(startedIn: number, share: number): void {
    if (startedIn !== this.#generation) return;
    this.#generation += 1;
    this.#successes = 0;
    this.#limit = Math.max(Math.min(least, this.#most), Math.floor(this.#limit * share));
  }
}
