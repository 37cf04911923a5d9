import type { ResultColumn, TextCell } from '../base/cell.ts';
import type { ErrorCode } from '../base/errors.ts';
import type { RunSummary } from '../pipeline/events.ts';
import type { Plan } from '../pipeline/plan.ts';
import type { RunState } from './run-state.ts';

/** What a cell shows, as plain data: kept in outputs and drawn by renderers that may be older or newer than what made it. */
export type Payload = ResultPayload | RunPayload | ErrorPayload | TextPayload;

export const payloadVersion = 1;

export const mimeTypes = {
  result: 'application/vnd.sparkify.result+json',
  run: 'application/vnd.sparkify.run+json',
  error: 'application/vnd.sparkify.error+json',
  text: 'application/vnd.sparkify.text+json',
} as const satisfies Record<Payload['kind'], string>;

interface Versioned {
  readonly version: typeof payloadVersion;
  /** Set where the output comes back from an earlier session of the editor; nothing more can be asked of it. */
  readonly restored?: Restored | undefined;
}

export interface Restored {
  readonly madeAtMs: number;
  /** By which the editor finds the cell that is to run again. */
  readonly key: string;
}

/** The first page of a result, and where its further pages are. */
export interface ResultPayload extends Versioned {
  readonly kind: 'result';
  /** Under which the kernel holds it; undefined where it holds nothing but what is here. */
  readonly id?: string | undefined;
  /** As the cell is named, where it is. */
  readonly name?: string | undefined;
  readonly columns: readonly ResultColumn[];
  /** As DuckDB writes values, in UTC; the column's type tells how to show them. */
  readonly rows: readonly (readonly TextCell[])[];
  readonly rowCount: number;
  readonly elapsedMs: number;
  /** What each statement of the cell did, in their order. */
  readonly effects: readonly string[];
}

/** A run of the pipeline: under way while it has no summary. */
export interface RunPayload extends Versioned {
  readonly kind: 'run';
  readonly command: string;
  /** The file it works on, for what can be asked of it afterwards. */
  readonly warehouse: string;
  readonly state: RunState;
  readonly warnings: readonly string[];
  /** When this was told: what began at `startedMs` has gone on for so long. */
  readonly atMs: number;
  readonly summary?: RunSummary | undefined;
  /** Where the run was only planned. */
  readonly plan?: Plan | undefined;
}

export interface ErrorPayload extends Versioned {
  readonly kind: 'error';
  readonly code: ErrorCode;
  /** One sentence: what happened, to which thing, what to do. */
  readonly message: string;
  /** In the text of the cell; both count from 1. */
  readonly position?: { readonly line: number; readonly column: number } | undefined;
  /** The line it is about. */
  readonly excerpt?: string | undefined;
}

/** What a command had to say in words: help, a list. */
export interface TextPayload extends Versioned {
  readonly kind: 'text';
  readonly text: string;
  readonly data?: object | undefined;
}
