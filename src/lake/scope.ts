import { cancelled } from '../base/errors.ts';

/** All that one call has under way, ended together: when its signal aborts, or when it is left early. */
export class Scope {
  readonly #stops = new Set<() => void>();
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.stop();
  #stopped = false;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    if (signal?.aborted) this.#stopped = true;
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  throwIfStopped(): void {
    if (this.#stopped) throw cancelled();
  }

  add(stop: () => void): void {
    this.#stops.add(stop);
  }

  remove(stop: () => void): void {
    this.#stops.delete(stop);
  }

  stop(): void {
    this.#stopped = true;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(cancelled());
      const stop = () => {
        clearTimeout(timer);
        reject(cancelled());
      };
      const timer = setTimeout(() => {
        this.remove(stop);
        resolve();
      }, ms);
      this.add(stop);
    });
  }

  /** What another brings about, unless this ends first. */
  during<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(cancelled());
      const stop = () => reject(cancelled());
      this.add(stop);
      work.then(resolve, reject).finally(() => this.remove(stop));
    });
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
