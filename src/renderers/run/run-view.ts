import type { RunPayload } from '../../output/payload.ts';
import { type Child, h, patch } from '../frame/element.ts';
import { restoredNote } from '../frame/notes.ts';
import type { Stage, View } from '../frame/renderer.ts';
import { accountParts } from './account.ts';
import { happenings } from './happenings.ts';
import { announcement, headPart } from './head.ts';
import { planPart } from './plan.ts';
import { stepsPart } from './steps.ts';

const tickMs = 1000;

/** One run: its progress while it goes on, its account once it has ended, or its plan. */
export class RunView implements View<RunPayload> {
  readonly #stage: Stage;
  #payload: RunPayload | undefined;
  #toldAt = 0;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  show(payload: RunPayload): void {
    this.#payload = payload;
    this.#toldAt = performance.now();
    clearInterval(this.#clock);
    // A step may be silent for long, and its time goes on all the same.
    if (isUnderWay(payload)) this.#clock = setInterval(() => this.#draw(), tickMs);
    this.#draw();
  }

  close(): void {
    clearInterval(this.#clock);
  }

  #draw(): void {
    const payload = this.#payload;
    if (!payload) return;
    const { root, host } = this.#stage;
    const nowMs = payload.atMs + (isUnderWay(payload) ? performance.now() - this.#toldAt : 0);
    patch(root, [
      restoredNote(payload, host),
      h(
        'section',
        { key: 'run', class: 'run', attributes: { 'aria-label': `${payload.command}, a run of the pipeline` } },
        headPart(payload, nowMs),
        ...(payload.plan ? [planPart(payload.plan)] : runParts(payload, nowMs, this.#stage)),
      ),
      h('div', { key: 'said', class: 'unseen', attributes: { role: 'status' } }, announcement(payload)),
    ]);
  }
}

const runParts = (payload: RunPayload, nowMs: number, { host }: Stage): Child[] => [
  stepsPart(payload, nowMs),
  ...(payload.summary ? accountParts(payload, payload.summary, host) : []),
  happenings(payload),
];

const isUnderWay = ({ summary, plan, restored }: RunPayload) => !summary && !plan && !restored;
