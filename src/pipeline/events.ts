import type { ErrorCode } from '../base/errors.ts';

export const stepNames = ['create', 'extract', 'transform', 'check', 'export'] as const;
export type StepName = (typeof stepNames)[number];

export type CheckStatus = 'passed' | 'failed' | 'warned';

export interface CheckResult {
  readonly name: string;
  /** What is promised, in a sentence. */
  readonly says: string;
  readonly status: CheckStatus;
  /** How many rows break the promise. */
  readonly failing: number;
  /** Some of these rows, as JSON objects. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** The only way out of a run, to whatever face asked for it. */
export type RunEvent =
  | { readonly type: 'step'; readonly step: StepName; readonly state: 'started' }
  | {
      readonly type: 'step';
      readonly step: StepName;
      readonly state: 'finished' | 'skipped' | 'failed' | 'cancelled';
      readonly seconds: number;
      /** Why it was skipped, or what it did, in a few words. */
      readonly note?: string;
    }
  | {
      readonly type: 'progress';
      readonly step: StepName;
      readonly unit: 'objects' | 'tables' | 'checks' | 'files';
      /** Lies between two whole ones where it is known how far the next is. */
      readonly done: number;
      /** Unknown while the lake is still being listed. */
      readonly total?: number;
      readonly bytes?: number;
      /** Units a second, over the last few seconds. */
      readonly rate?: number;
      readonly bytesRate?: number;
    }
  | { readonly type: 'table'; readonly table: string; readonly rows: number; readonly change: number }
  | {
      readonly type: 'reject';
      readonly object: string;
      readonly line: number;
      readonly reason: string;
    }
  | { readonly type: 'check'; readonly check: CheckResult }
  | { readonly type: 'warning'; readonly message: string };

export type Emit = (event: RunEvent) => void;

export type RunStatus = 'succeeded' | 'unchanged' | 'failed' | 'cancelled';

/** The account of one run: what `--json` prints, and what books.runs remembers. */
export interface RunSummary {
  /** Undefined when the run failed before it could be entered in the books. */
  readonly run?: number;
  readonly status: RunStatus;
  readonly seconds: number;
  readonly objects: {
    readonly listed: number;
    readonly skipped: number;
    readonly read: number;
    readonly unchanged: number;
    readonly removed: number;
  };
  /** Lines set aside in books.rejects by this run. */
  readonly rejects: number;
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly change?: number }>>;
  /** Plays that found their song. */
  readonly matched: number;
  readonly checks: readonly Omit<CheckResult, 'says'>[];
  readonly steps: readonly { readonly name: StepName; readonly seconds: number }[];
  readonly exports: readonly { readonly uri: string; readonly files: number; readonly bytes: number }[];
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}
