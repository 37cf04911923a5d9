import type { SparkifyError } from '../base/errors.ts';
import type { CheckResult, RunStatus, RunSummary, StepName } from './events.ts';

type Counts = { -readonly [K in keyof RunSummary['objects']]: number };

/** What a run has done so far; becomes its summary. */
export class Tally {
  readonly objects: Counts = { listed: 0, skipped: 0, read: 0, unchanged: 0, removed: 0 };
  readonly checks: CheckResult[] = [];
  readonly steps: { name: StepName; seconds: number }[] = [];
  readonly exports: { uri: string; files: number; bytes: number }[] = [];
  readonly tables: Record<string, { rows: number; change?: number }> = {};
  bytes = 0;
  rejects = 0;
  matched = 0;
  /** Whether anything was loaded, built or written. */
  hasChanged = false;

  summary(end: { run?: number | undefined; status: RunStatus; seconds: number; error?: SparkifyError }): RunSummary {
    const { objects, rejects, tables, matched, steps, exports } = this;
    return {
      ...(end.run !== undefined && { run: end.run }),
      status: end.status,
      seconds: round(end.seconds),
      objects: { ...objects },
      rejects,
      tables,
      matched,
      checks: this.checks.map(({ name, status, failing, rows }) => ({ name, status, failing, rows })),
      steps: steps.map(({ name, seconds }) => ({ name, seconds: round(seconds) })),
      exports,
      ...(end.error && { error: { code: end.error.code, message: end.error.message } }),
    };
  }
}

const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
