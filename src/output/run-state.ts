import type { CheckResult, RunEvent, StepName } from '../pipeline/events.ts';

type Reject = Extract<RunEvent, { type: 'reject' }>;
type Progress = Omit<Extract<RunEvent, { type: 'progress' }>, 'type' | 'step'>;

export interface StepState {
  readonly name: StepName;
  readonly state: 'waiting' | 'started' | 'finished' | 'skipped' | 'failed' | 'cancelled';
  readonly startedMs?: number;
  readonly seconds?: number;
  readonly note?: string;
  readonly progress?: Progress;
}

/** What a face shows of a run under way: everything its events have said so far. */
export interface RunState {
  readonly steps: readonly StepState[];
  /** The newest of the lines that were set aside. */
  readonly reject: Reject | undefined;
  readonly failing: readonly CheckResult[];
}

export const waitingRun = (steps: readonly StepName[]): RunState => ({
  steps: steps.map(name => ({ name, state: 'waiting' })),
  reject: undefined,
  failing: [],
});

export function afterEvent(run: RunState, event: RunEvent, nowMs: number): RunState {
  switch (event.type) {
    case 'step': {
      const { step, state } = event;
      if (state === 'started') return withStep(run, step, () => ({ name: step, state, startedMs: nowMs }));
      const { seconds, note } = event;
      return withStep(run, step, before => ({ ...before, state, seconds, ...(note === undefined ? {} : { note }) }));
    }
    case 'progress': {
      const { type, step, ...progress } = event;
      return withStep(run, step, before => ({ ...before, progress }));
    }
    case 'reject':
      return { ...run, reject: event };
    case 'check':
      return event.check.status === 'passed' ? run : { ...run, failing: [...run.failing, event.check] };
    case 'table':
    case 'warning':
      return run;
  }
}

/** A step nobody announced is shown all the same, after the others. */
function withStep(run: RunState, name: StepName, change: (before: StepState) => StepState): RunState {
  const before = run.steps.find(step => step.name === name);
  if (!before) return { ...run, steps: [...run.steps, change({ name, state: 'waiting' })] };
  return { ...run, steps: run.steps.map(step => (step === before ? change(step) : step)) };
}
