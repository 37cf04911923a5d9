/**
 * How many requests may be under way at once. Grows by four for every windowful of successes, narrows when the store
 * cannot keep up; of the many requests that fail together, only the first narrows it.
 */
export class AdaptiveWindow {
  readonly #most: number;
  readonly #least: number;
  #limit: number;
  #successes = 0;
  #generation = 0;

  constructor(most: number, least = Math.min(4, most)) {
    this.#most = most;
    this.#least = least;
    this.#limit = most;
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
    if (this.#successes * 4 < this.#limit) return;
    this.#successes = 0;
    this.#limit += 1;
  }

  narrow(startedIn: number, share: number): void {
    if (startedIn !== this.#generation) return;
    this.#generation += 1;
    this.#successes = 0;
    this.#limit = Math.max(this.#least, Math.floor(this.#limit * share));
  }
}
