import { readDuckDbError } from './duckdb-error.ts';
import type { DuckDb } from './load.ts';
import type { Runnable } from './runnable.ts';

/** DuckDB knows which statements write, whatever they are called: a SELECT of nextval does, CREATE TEMP TABLE does not. */
export const isReadOnlyRefusal = (error: unknown): boolean =>
  readDuckDbError(error).message.endsWith('which is attached in read-only mode!');

/**
 * What it does not refuse on a file that is open for reading, though it means to write: CHECKPOINT (a CALL or a PRAGMA), VACUUM
 * and ANALYZE would do nothing in silence, and within a transaction it is too late to open the file for writing.
 */
export function needsWriting({ StatementType }: DuckDb, { statementType }: Runnable): boolean {
  const { TRANSACTION, CALL, PRAGMA, VACUUM, ANALYZE } = StatementType;
  return [TRANSACTION, CALL, PRAGMA, VACUUM, ANALYZE].includes(statementType);
}
