import type { Emit, RunEvent } from '../pipeline/events.ts';

type Progress = Extract<RunEvent, { type: 'progress' }>;

export interface Clock {
  nowMs(): number;
  /** Gives what takes it back. */
  after(ms: number, work: () => void): () => void;
}

const mostASecond = 10;
const betweenMs = 1000 / mostASecond;

const realClock: Clock = {
  nowMs: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** Passes events on as they come, but mere progress at most ten times a second: the newest, and before its step ends if there is room. */
export class ProgressThrottle {
  readonly #send: Emit;
  readonly #clock: Clock;
  readonly #sentMs: number[] = [];
  #waiting: Progress | undefined;
  #stopWaiting: (() => void) | undefined;

  constructor(send: Emit, clock: Clock = realClock) {
    this.#send = send;
    this.#clock = clock;
  }

  readonly emit: Emit = event => {
    if (event.type === 'progress') {
      this.#waiting = event;
      this.#stopWaiting ??= this.#sendWhenDue();
      return;
    }
    if (event.type === 'step') this.end();
    this.#send(event);
  };

  /** The last word, if there is room for it: what is told afterwards says more. */
  end(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (this.#roomInMs() === 0) this.#tell();
    this.#waiting = undefined;
  }

  #sendWhenDue(): (() => void) | undefined {
    const lastMs = this.#sentMs.at(-1) ?? Number.NEGATIVE_INFINITY;
    const dueInMs = Math.max(this.#roomInMs(), lastMs + betweenMs - this.#clock.nowMs());
    if (dueInMs > 0) {
      return this.#clock.after(dueInMs, () => {
        this.#stopWaiting = undefined;
        this.#tell();
      });
    }
    this.#tell();
    return undefined;
  }

  /** Until fewer than the most were sent within a second. */
  #roomInMs(): number {
    if (this.#sentMs.length < mostASecond) return 0;
    return Math.max(0, this.#sentMs[0]! + 1000 - this.#clock.nowMs());
  }

  #tell(): void {
    if (!this.#waiting) return;
    this.#sentMs.push(this.#clock.nowMs());
    if (this.#sentMs.length > mostASecond) this.#sentMs.shift();
    this.#send(this.#waiting);
    this.#waiting = undefined;
  }
}
