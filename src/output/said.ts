import { count, counted, milliseconds, moment } from '../base/quantity.ts';
import { visible } from '../base/text.ts';
import type { ErrorPayload, Restored, ResultPayload } from './payload.ts';

// What outputs say beside what they hold, in the words every face uses.

/** "top_songs · 100,000 rows × 10 · 38 ms", or only the time for statements that give no columns. */
export const resultSaid = ({ name, elapsedMs, ...result }: ResultPayload): string =>
  [visible(name ?? ''), sizeSaid(result), milliseconds(elapsedMs)].filter(Boolean).join(' · ');

export const sizeSaid = ({ columns, rowCount }: Pick<ResultPayload, 'columns' | 'rowCount'>): string =>
  columns.length === 0 ? '' : `${counted(rowCount, 'row')} × ${count(columns.length)}`;

/** Undefined where every row is here. */
export const partSaid = ({ rows, rowCount }: ResultPayload): string | undefined =>
  rows.length < rowCount ? `the first ${count(rows.length)} are shown` : undefined;

export const restoredSaid = ({ madeAtMs }: Restored): string => `From an earlier session, ${moment(madeAtMs)}.`;

/** "warehouse.sql · line 3, column 8" */
export function whereSaid({ code, position }: ErrorPayload): string {
  return position ? `${code} · line ${position.line}, column ${position.column}` : code;
}
