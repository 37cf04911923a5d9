import type { Lake } from '../lake/lake.ts';
import type { Matching } from '../schema/matching.ts';
import type { StepName } from './events.ts';

export const layouts = ['runs', 'plain'] as const;
export type ExportLayout = (typeof layouts)[number];

/** Either a number of lines or a share of the lines this run read (0.01 is 1 %). */
export type RejectLimit = { readonly lines: number } | { readonly share: number };

/** A SELECT of the user's own: every row it returns breaks the promise. */
export interface UserCheck {
  readonly name: string;
  readonly sql: string;
  readonly file: string;
}

export interface PipelineOptions {
  /** The steps to take, in the order of the pipeline. */
  readonly steps: readonly StepName[];
  /** Where song objects and event objects lie; undefined when the steps do not read. */
  readonly songs?: Lake;
  readonly events?: Lake;
  readonly exports: readonly Lake[];
  readonly match: Matching;
  readonly repairText: boolean;
  readonly maxRejects: RejectLimit;
  readonly prune: boolean;
  /** Read every object again, whatever the books say. */
  readonly full: boolean;
  /** Empty the tables first (`create --drop`). */
  readonly drop: boolean;
  readonly concurrency?: number;
  /** The most objects loaded in one transaction; otherwise as many as load fastest. */
  readonly batchObjects?: number;
  /** Table -> columns to partition its Parquet by; tables not named here keep the schema's own. */
  readonly partitions: Readonly<Record<string, readonly string[]>>;
  readonly layout: ExportLayout;
  /** How many published snapshots stay in an export. */
  readonly keep: number;
  readonly userChecks: readonly UserCheck[];
  /** Names of checks whose failure is only a warning. */
  readonly warn: readonly string[];
  /** The newest play may be at most this old. */
  readonly freshnessMs?: number;
}
