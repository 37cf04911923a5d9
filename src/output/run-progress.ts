import { bytes, count, duration } from '../base/quantity.ts';
import type { StepState } from './run-state.ts';

/** How far a step under way is, how fast, and how long it will take, or has taken; the most important first. */
export function progressParts({ progress, startedMs }: StepState, nowMs: number): string[] {
  const elapsed = startedMs === undefined ? '' : duration(Math.max(0, nowMs - startedMs) / 1000);
  if (!progress) return elapsed ? [elapsed] : [];
  const { total, unit, rate, bytesRate } = progress;
  const whole = Math.floor(progress.done);
  return [
    total === undefined ? `${count(whole)} ${unit}` : `${count(whole)} of ${count(total)} ${unit}`,
    rate === undefined || rate < 0.5 ? '' : `${count(Math.round(rate))}/s`,
    bytesRate === undefined ? '' : `${bytes(bytesRate)}/s`,
    leftOf(progress) ?? elapsed,
  ].filter(Boolean);
}

/** From 0 to 1; undefined while the whole is unknown. */
export function shareDone({ progress }: StepState): number | undefined {
  if (!progress?.total) return undefined;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}

function leftOf({ done, total, rate }: NonNullable<StepState['progress']>): string | undefined {
  if (total === undefined || !rate || done >= total) return undefined;
  return `${duration(Math.ceil((total - done) / rate))} left`;
}

/** A state in a word, as a person reads it. */
export const stateSaid: Readonly<Record<StepState['state'], string>> = {
  waiting: 'waiting',
  started: 'running',
  finished: 'done',
  skipped: 'skipped',
  failed: 'failed',
  cancelled: 'cancelled',
};
