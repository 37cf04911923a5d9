import { cancelled } from '../base/errors.ts';
import type { Fetched, LakeObject } from './lake.ts';
import type { Scope } from './scope.ts';
import type { AdaptiveWindow } from './window.ts';

export interface PumpOptions {
  readonly window: AdaptiveWindow;
  /** The most bytes fetched, or being fetched, and not yet taken. */
  readonly windowBytes: number;
  readonly scope: Scope;
}

/** Small bodies that nobody has taken yet are bounded by their number. */
const mostReady = 4096;

/** Fetches through a bounded window and hands over in the order of arrival. */
export class Pump {
  readonly #objects: AsyncIterator<LakeObject> | Iterator<LakeObject>;
  readonly #fetch: (object: LakeObject) => Promise<Fetched>;
  readonly #options: PumpOptions;
  #ready: Fetched[] = [];
  #underWay = 0;
  /** Fetched, and not yet done with by who takes them. */
  #untaken = 0;
  #heldBytes = 0;
  /** Drawn from the source, and waiting for room. */
  #next: LakeObject | undefined;
  #drawing = false;
  #exhausted = false;
  #failure: { readonly error: unknown } | undefined;
  #arrived: () => void = () => {};

  constructor(
    objects: AsyncIterable<LakeObject> | Iterable<LakeObject>,
    fetch: (object: LakeObject) => Promise<Fetched>,
    options: PumpOptions,
  ) {
    this.#objects = Symbol.asyncIterator in objects ? objects[Symbol.asyncIterator]() : objects[Symbol.iterator]();
    this.#fetch = fetch;
    this.#options = options;
  }

  async *fetched(): AsyncGenerator<Fetched> {
    const { scope } = this.#options;
    scope.add(() => this.#fail(cancelled()));
    try {
      scope.throwIfStopped();
      for (;;) {
        this.#fill();
        this.#throwIfFailed();
        if (this.#ready.length > 0) {
          const batch = this.#ready;
          this.#ready = [];
          for (const one of batch) {
            this.#throwIfFailed();
            yield one;
            this.#untaken -= 1;
            this.#heldBytes -= bytesOf(one);
            this.#fill();
          }
        } else if (this.#exhausted && this.#underWay === 0 && this.#next === undefined) {
          return;
        } else {
          await new Promise<void>(resolve => {
            this.#arrived = resolve;
          });
        }
      }
    } finally {
      scope.stop();
      await this.#closeSource();
    }
  }

  #fill(): void {
    while (!this.#failure) {
      if (this.#next === undefined) {
        if (this.#exhausted || this.#drawing) return;
        this.#draw();
        if (this.#next === undefined) return;
      }
      if (!this.#hasRoomFor(this.#next)) return;
      const object = this.#next;
      this.#next = undefined;
      this.#begin(object);
    }
  }

  #hasRoomFor({ size }: LakeObject): boolean {
    const { window, windowBytes } = this.#options;
    if (this.#underWay >= window.limit || this.#underWay + this.#untaken >= mostReady) return false;
    // One that is larger than the window goes alone.
    return this.#heldBytes + size <= windowBytes || this.#underWay + this.#untaken === 0;
  }

  #draw(): void {
    this.#drawing = true;
    const step = this.#objects.next();
    if (!(step instanceof Promise)) {
      this.#drawn(step);
      return;
    }
    step.then(
      result => {
        this.#drawn(result);
        this.#fill();
      },
      error => this.#fail(error),
    );
  }

  #drawn(step: IteratorResult<LakeObject>): void {
    this.#drawing = false;
    if (!step.done) {
      this.#next = step.value;
      return;
    }
    this.#exhausted = true;
    this.#arrived();
  }

  #begin(object: LakeObject): void {
    this.#underWay += 1;
    this.#heldBytes += object.size;
    this.#fetch(object).then(
      fetched => {
        this.#underWay -= 1;
        this.#untaken += 1;
        this.#heldBytes += bytesOf(fetched) - object.size;
        this.#ready.push(fetched);
        this.#fill();
        this.#arrived();
      },
      error => this.#fail(error),
    );
  }

  #throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#arrived();
  }

  async #closeSource(): Promise<void> {
    const wasDrawing = this.#drawing;
    const closed = Promise.resolve(this.#objects.return?.());
    if (!wasDrawing) await closed;
    // A source that is waiting closes when its wait is over; nobody is left to hear how that went.
    else closed.catch(() => {});
  }
}

const bytesOf = (fetched: Fetched): number => (fetched.gone ? 0 : fetched.body.length);
