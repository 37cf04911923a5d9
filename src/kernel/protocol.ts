import { NotificationType, RequestType } from 'vscode-jsonrpc/node';
import type { ErrorCode } from '../base/errors.ts';
import type { ErrorPayload } from '../output/payload.ts';
import type { RunEvent } from '../pipeline/events.ts';
import type {
  CompleteParams,
  Completion,
  Executed,
  ExecuteParams,
  Page,
  PageParams,
  Place,
  Standing,
} from '../session/asked.ts';
import type { LogLevel } from '../session/log.ts';
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

export interface ToldEvent {
  readonly execution: string;
  readonly event: RunEvent;
}

export interface LogLine {
  readonly level: LogLevel;
  readonly line: string;
}

export interface Changed {
  /** Undefined where it concerns them all. */
  readonly session?: string | undefined;
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
export const status = new RequestType<{ readonly session?: string }, Standing, CallFailure>('status');
/** Answered at once, whatever else is going on: a kernel that does not answer hangs. */
export const ping = new RequestType<Record<string, never>, void, CallFailure>('ping');
/** The notebook was closed: its connection, parameters, named cells and results go. */
export const endSession = new RequestType<{ readonly session: string }, void, CallFailure>('endSession');
/** Cancels what runs and lets go of the file; then the kernel ends as soon as the editor hangs up. */
export const shutdown = new RequestType<Record<string, never>, void, CallFailure>('shutdown');

/** A run of the pipeline goes on; at most ten of these a second concern mere progress. */
export const event = new NotificationType<ToldEvent>('event');
/** For the log: a line of what happened, never a secret. */
export const log = new NotificationType<LogLine>('log');
/** Something that `status` tells has changed. */
export const changed = new NotificationType<Changed>('changed');
