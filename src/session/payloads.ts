import type { SparkifyError } from '../base/errors.ts';
import { type ErrorPayload, payloadVersion, type ResultPayload, type TextPayload } from '../output/payload.ts';
import type { SqlAnswer } from './sql/run.ts';

/** What went wrong in a cell, with the line it is about. */
export function errorPayload(error: SparkifyError, cell: string): ErrorPayload {
  const { code, position } = error;
  return {
    version: payloadVersion,
    kind: 'error',
    code,
    message: inNotebook(error.message),
    ...(position && { position, excerpt: (cell.split('\n')[position.line - 1] ?? '').replace(/\r$/, '') }),
  };
}

/** In a notebook another warehouse is chosen, not given as a flag. */
const inNotebook = (sentence: string): string =>
  sentence.replaceAll(/\b([Gg])ive another --warehouse/g, (_, g) => `${g === 'G' ? 'C' : 'c'}hoose another warehouse`);

export const textPayload = (text: string, data?: object): TextPayload => ({
  version: payloadVersion,
  kind: 'text',
  text: text.trimEnd(),
  ...(data && { data }),
});

/** Nothing where nothing was done. */
export function resultPayload({ effects, result, elapsedMs }: SqlAnswer, name?: string): ResultPayload | undefined {
  if (effects.length === 0 && !result) return undefined;
  return {
    version: payloadVersion,
    kind: 'result',
    ...(result && { id: result.id }),
    ...(result && name !== undefined && { name }),
    columns: result?.columns ?? [],
    rows: result?.head ?? [],
    rowCount: result?.rowCount ?? 0,
    elapsedMs,
    effects,
  };
}
