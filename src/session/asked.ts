import type { TextCell } from '../base/cell.ts';
import type { Payload } from '../output/payload.ts';
import type { RunStatus } from '../pipeline/events.ts';

// What is asked of the sessions on one warehouse, and what they answer.

/** Where a cell stands: told with every call, so that a fresh kernel knows as much as the one before. */
export interface Place {
  /** One notebook's, or the palette's; the kernel makes it when it is first named. */
  readonly session: string;
  /** Of the notebook, or of the workspace: where sparkify.json is looked for and relative paths begin. */
  readonly folder: string;
  /** On top of the kernel's own environment. Secrets travel here, and nowhere else. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ExecuteParams {
  readonly place: Place;
  /** Chosen by the caller; notifications about the execution carry it. */
  readonly execution: string;
  readonly language: 'sql' | 'sparkify';
  readonly text: string;
  /** Under which later cells can query the result. */
  readonly name?: string | undefined;
  /** The names of the notebook's other cells: who mentions one that was not run yet is told to run it. */
  readonly names: readonly string[];
}

export interface Executed {
  readonly status: 'succeeded' | 'failed' | 'cancelled';
  readonly outputs: readonly Payload[];
  readonly elapsedMs: number;
}

export interface PageParams {
  readonly result: string;
  readonly offset: number;
  readonly limit: number;
}

export interface Page {
  readonly rows: readonly (readonly TextCell[])[];
  readonly rowCount: number;
}

export interface CompleteParams {
  readonly place: Place;
  readonly language: 'sql' | 'sparkify';
  readonly text: string;
  /** In UTF-16 units, from 0. */
  readonly offset: number;
}

export interface Completion {
  readonly label: string;
  readonly kind: 'table' | 'column' | 'function' | 'keyword' | 'command' | 'option' | 'value' | 'parameter' | 'cell';
  readonly detail?: string | undefined;
  readonly says?: string | undefined;
  /** What is put in place of the text from here to the offset. */
  readonly insert: string;
  readonly from: number;
}

/** What status items show; asking opens nothing. */
export interface Standing {
  readonly warehouse: { readonly path: string; readonly sizeBytes: number | undefined; readonly isOpen: boolean };
  readonly running: { readonly run: number | undefined; readonly command: string } | undefined;
  readonly lastRun: { readonly run: number; readonly command: string; readonly status: RunStatus } | undefined;
  /** Of the session that was named. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** Cells of the session whose results can be queried. */
  readonly names: readonly string[];
}
