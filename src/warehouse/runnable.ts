import type { DuckDBConnection, DuckDBExtractedStatements, DuckDBPreparedStatement } from '@duckdb/node-api';
import { readDuckDbError } from './duckdb-error.ts';
import { splitStatements } from './split.ts';

export type Runnable = Pick<DuckDBPreparedStatement, 'statementType' | 'run' | 'stream'>;

/** In a transaction that a failure has spoiled DuckDB prepares nothing, not even the ROLLBACK it asks for. */
export async function prepareOrRollBack(
  native: DuckDBConnection,
  statements: DuckDBExtractedStatements,
  index: number,
  sql: string,
): Promise<DuckDBPreparedStatement | Runnable> {
  try {
    return await statements.prepare(index);
  } catch (error) {
    const isSpoiled = readDuckDbError(error).message.startsWith('Current transaction is aborted');
    const text = splitStatements(sql)[index]?.text ?? '';
    if (!isSpoiled || !rollback.test(text)) throw error;
    const run = () => native.run('ROLLBACK');
    return { statementType: transaction, run, stream: run };
  }
}

const rollback = /^(?:\s|--.*|\/\*[\s\S]*?\*\/)*(?:rollback|abort)\b/i;
/** DuckDB's number for this kind of statement. */
const transaction = 10;
