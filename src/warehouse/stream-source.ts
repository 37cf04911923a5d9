import type { DuckDBMaterializedResult, DuckDBResult } from '@duckdb/node-api';
import { SparkifyError } from '../base/errors.ts';
import type { DuckDb } from './load.ts';
import { inWholeText } from './position.ts';
import type { StreamSource } from './result-stream.ts';
import { splitStatements } from './split.ts';

/** A result that is complete already. */
export const wholeResult = (result: DuckDBResult): StreamSource => ({
  result,
  next: async () => {
    const chunk = await result.fetchChunk();
    return chunk && chunk.rowCount > 0 ? chunk : undefined;
  },
  release: async () => undefined,
});

/** What DuckDB counted: of INSERT, UPDATE and the like, and of CREATE TABLE … AS. */
export async function changedBy(duckdb: DuckDb, result: DuckDBMaterializedResult): Promise<number | undefined> {
  const { CHANGED_ROWS, NOTHING } = duckdb.ResultReturnType;
  if (result.returnType === CHANGED_ROWS) return result.rowsChanged;
  const isCounted = result.returnType === NOTHING && result.rowCount === 1 && result.columnName(0) === 'Count';
  return isCounted ? Number((await result.getRows())[0]![0]) : undefined;
}

export const overtaken = (): SparkifyError =>
  new SparkifyError('internal', 'Another statement ran on this connection before its stream was read to the end.');

/** Why a stream failed, which the bindings do not tell: DuckDB runs the statement again and throws its rows away. */
export async function failureOf(
  sql: string,
  isAlone: boolean,
  run: (sql: string) => Promise<unknown>,
): Promise<unknown> {
  const failed = 'The statement failed while its rows were read';
  if (!isAlone) {
    return new SparkifyError(
      'warehouse.sql',
      `${failed}, and its transaction is spoiled. Run it on its own to see why.`,
    );
  }
  const last = splitStatements(sql).at(-1)!;
  try {
    await run(`EXPLAIN ANALYZE\n${last.text}`);
  } catch (error) {
    return inWholeText(error, sql, last.offset);
  }
  return new SparkifyError('warehouse.sql', `${failed}, but not when it was tried again. Run it once more.`);
}
