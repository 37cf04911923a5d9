import type { Emit, RunEvent } from './events.ts';

type Progress = Extract<RunEvent, { type: 'progress' }>;

const betweenMs = 100;
const windowMs = 3000;

/** Tells how far a step is, at most ten times a second, with the rate over the last seconds. */
export class ProgressMeter {
  private readonly emit: Emit;
  private readonly about: Pick<Progress, 'step' | 'unit'>;
  private readonly nowMs: () => number;
  private done = 0;
  /** How far the next one is, from 0 to 1. */
  private part = 0;
  private bytes = 0;
  private total: number | undefined;
  private toldMs = Number.NEGATIVE_INFINITY;
  private readonly samples: { atMs: number; done: number; bytes: number }[] = [];

  constructor(emit: Emit, about: Pick<Progress, 'step' | 'unit'>, nowMs: () => number = () => performance.now()) {
    this.emit = emit;
    this.about = about;
    this.nowMs = nowMs;
  }

  expect(total: number): void {
    this.total = total;
  }

  add(done: number, bytes = 0): void {
    this.done += done;
    this.part = 0;
    this.bytes += bytes;
    if (this.nowMs() - this.toldMs >= betweenMs) this.tell();
  }

  /** Tells, while the work is under way, also how far the one is that it is at; undefined where that is not known. */
  async watch<T>(howFar: () => number | undefined, work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => this.reach(howFar() ?? 0), betweenMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.part = 0;
    }
  }

  /** One that needs several statements begins anew with each of them; what was told is not taken back. */
  private reach(part: number): void {
    if (part <= this.part || part >= 1) return;
    this.part = part;
    this.tell();
  }

  /** The last word: always told. */
  finish(): void {
    this.tell();
  }

  private tell(): void {
    const atMs = this.nowMs();
    this.toldMs = atMs;
    const done = this.done + this.part;
    this.samples.push({ atMs, done, bytes: this.bytes });
    while (this.samples.length > 2 && atMs - this.samples[0]!.atMs > windowMs) this.samples.shift();
    const first = this.samples[0]!;
    const seconds = (atMs - first.atMs) / 1000;
    this.emit({
      type: 'progress',
      ...this.about,
      done,
      ...(this.total !== undefined && { total: this.total }),
      ...(this.bytes > 0 && { bytes: this.bytes }),
      ...(seconds > 0 && {
        rate: (done - first.done) / seconds,
        ...(this.bytes > 0 && { bytesRate: (this.bytes - first.bytes) / seconds }),
      }),
    });
  }
}
