import { progressParts, shareDone } from '../../output/run-progress.ts';
import type { RunState } from '../../output/run-state.ts';

/** How far a run is, on the one line of a notification. */
export function progressText(run: RunState, nowMs: number): string {
  const step = run.steps.find(({ state }) => state === 'started');
  if (!step) return '';
  return [step.name, ...progressParts(step, nowMs)].join(' · ');
}

/** From 0 to 1. Every step counts the same: how long they take is not known before. */
export function shareOfRun({ steps }: RunState): number {
  const done = steps.map(step => {
    if (step.state === 'started') return shareDone(step) ?? 0;
    return step.state === 'waiting' ? 0 : 1;
  });
  return steps.length === 0 ? 0 : done.reduce((sum: number, share) => sum + share, 0) / steps.length;
}
