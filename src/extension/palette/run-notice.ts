import type { RunEvent } from '../../pipeline/events.ts';
import { expectedRuns, LiveRuns } from '../notebook/live-runs.ts';
import type { Bearings } from '../sites.ts';
import { progressText, shareOfRun } from './progress-text.ts';

export interface Told {
  readonly message: string;
  /** In hundredths of the whole. */
  readonly increment: number;
}

const everyMs = 250;

/** Tells a notification how far a run is, four times a second: it is read, not watched. */
export class RunNotice {
  readonly #live: LiveRuns;
  readonly #tell: (told: Told) => void;
  readonly #timer: NodeJS.Timeout;
  #toldShare = 0;

  constructor(line: string, { site, place }: Bearings, tell: (told: Told) => void) {
    const surroundings = { folder: place.folder, env: { ...process.env, ...place.env } };
    this.#live = new LiveRuns(site.warehouse, expectedRuns(line, surroundings));
    this.#tell = tell;
    this.#timer = setInterval(() => this.#report(), everyMs);
  }

  take(event: RunEvent): void {
    this.#live.take(event, Date.now());
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #report(): void {
    const nowMs = Date.now();
    const state = this.#live.payloads(nowMs).at(-1)?.state;
    const message = state && progressText(state, nowMs);
    if (!state || !message) return;
    const share = Math.max(this.#toldShare, shareOfRun(state));
    this.#tell({ message, increment: (share - this.#toldShare) * 100 });
    this.#toldShare = share;
  }
}
