import type { StepName } from './events.ts';
import type { RunContext } from './run-context.ts';

/** How a step ended, if not by failing. */
export type StepEnd = { readonly note?: string } | { readonly skipped: string };

/** Takes one step: tells its begin and its end, and enters its seconds. */
export async function takeStep(
  { emit, tally, signal }: RunContext,
  step: StepName,
  work: () => Promise<StepEnd>,
): Promise<void> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  emit({ type: 'step', step, state: 'started' });
  try {
    const end = await work();
    if ('skipped' in end) emit({ type: 'step', step, state: 'skipped', seconds: seconds(), note: end.skipped });
    else emit({ type: 'step', step, state: 'finished', seconds: seconds(), ...end });
  } catch (error) {
    emit({ type: 'step', step, state: signal.aborted ? 'cancelled' : 'failed', seconds: seconds() });
    throw error;
  } finally {
    tally.steps.push({ name: step, seconds: seconds() });
  }
}
