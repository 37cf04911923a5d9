import type { errorCodes } from './error-codes.ts';

export type ErrorCode = keyof typeof errorCodes;

/** What went wrong, to which thing, and what to do: one sentence for the person in front of the screen. */
export class SparkifyError extends Error {
  readonly code: ErrorCode;
  /** Where in the text that was given, when the error is about a text. Both count from 1. */
  readonly position: { readonly line: number; readonly column: number } | undefined;

  constructor(
    code: ErrorCode,
    sentence: string,
    options: { cause?: unknown; position?: { line: number; column: number } | undefined } = {},
  ) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SparkifyError';
    this.code = code;
    this.position = options.position;
  }
}

export const isSparkifyError = (error: unknown): error is SparkifyError => error instanceof SparkifyError;

/** The error itself when it is ours; anything else becomes `internal` and keeps its cause. */
export function asSparkifyError(error: unknown): SparkifyError {
  if (isSparkifyError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new SparkifyError('internal', `Something went wrong inside Sparkify: ${reason}`, { cause: error });
}

export const cancelled = (): SparkifyError => new SparkifyError('cancelled', 'Cancelled.');

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
