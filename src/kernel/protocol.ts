import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { TextCell } from '../base/cell.ts';
import type { ErrorCode } from '../base/errors.ts';
import type { ErrorPayload, Payload } from '../output/payload.ts';
import type { RunEvent, RunStatus } from '../pipeline/events.ts';
import type { CatalogSchema } from '../warehouse/catalog.ts';

/** What an editor and its kernel say to each other. Both come out of one package: another version is another installation. */
export const protocolVersion = 1;

export interface OpenParams {
  readonly version: number;
  /** Absolute; the kernel's only one. It is opened with the first call that needs it. */
  readonly warehouse: string;
  readonly memoryLimit?: string | undefined;
  readonly threads?: number | undefined;
  readonly tempFolder?: string | undefined;
  /** The file is let go of when nothing was asked for so long. */
  readonly idleCloseMs: number;
  readonly pageRows: number;
}

export interface Opened {
  readonly pid: number;
  readonly duckdb: string;
}

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
export interface KernelStatus {
  readonly warehouse: { readonly path: string; readonly sizeBytes: number | undefined; readonly isOpen: boolean };
  readonly running: { readonly run: number | undefined; readonly command: string } | undefined;
  readonly lastRun: { readonly run: number; readonly command: string; readonly status: RunStatus } | undefined;
  /** Of the session that was named. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** Cells of the session whose results can be queried. */
  readonly names: readonly string[];
}

/** How a failed call says why. */
export interface CallFailure {
  readonly code: ErrorCode;
  readonly position?: ErrorPayload['position'];
}

export const open = new RequestType<OpenParams, Opened, CallFailure>('open');
export const execute = new RequestType<ExecuteParams, Executed, CallFailure>('execute');
export const page = new RequestType<PageParams, Page, CallFailure>('page');
export const release = new RequestType<{ readonly results: readonly string[] }, void, CallFailure>('release');
export const catalog = new RequestType<{ readonly place: Place }, readonly CatalogSchema[], CallFailure>('catalog');
export const complete = new RequestType<CompleteParams, readonly Completion[], CallFailure>('complete');
export const status = new RequestType<{ readonly session?: string }, KernelStatus, CallFailure>('status');
/** The notebook was closed: its connection, parameters, named cells and results go. */
export const endSession = new RequestType<{ readonly session: string }, void, CallFailure>('endSession');
/** Lets go of the file and ends; what runs is cancelled first. */
export const shutdown = new RequestType<Record<string, never>, void, CallFailure>('shutdown');

/** A run of the pipeline goes on; at most ten of these a second concern mere progress. */
export const event = new NotificationType<{ readonly execution: string; readonly event: RunEvent }>('event');
/** For the log: a line of what happened, never a secret. */
export const log = new NotificationType<{ readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly line: string }>(
  'log',
);
/** Something that `status` tells has changed. */
export const changed = new NotificationType<{ readonly session?: string | undefined }>('changed');
