import { asSparkifyError, SparkifyError } from '../../base/errors.ts';
import type { Connection } from '../../warehouse/connection.ts';
import type { Position } from '../../warehouse/position.ts';
import { splitStatements } from '../../warehouse/split.ts';
import type { UserCheck } from '../options.ts';

/** The file's one statement with all that stands before it, so that positions in it are positions in the file. */
export function statementOf({ sql, file }: UserCheck): string {
  const [statement, ...others] = splitStatements(sql);
  if (!statement || others.length > 0) throw notOneSelect(file);
  return sql.slice(0, statement.offset + statement.text.length);
}

/** A check may look, never touch: it runs inside the transaction that publishes the star. */
export async function refuseUnlessSelect(connection: Connection, check: UserCheck): Promise<void> {
  const kind = await connection.statementKind(statementOf(check)).catch((error: unknown) => {
    throw inFile(check, error);
  });
  if (kind !== 'select') throw notOneSelect(check.file);
}

/** The error with its place in the file; `linesBefore` stand before the file's text in what was run. */
export function inFile({ file }: UserCheck, error: unknown, linesBefore = 0): SparkifyError {
  const { code, message, position } = asSparkifyError(error);
  if (code === 'cancelled' || !position) return new SparkifyError(code, `${file}: ${message}`, { cause: error });
  const at: Position = { line: position.line - linesBefore, column: position.column };
  return new SparkifyError(code, `${file}:${at.line}:${at.column}: ${message}`, { cause: error, position: at });
}

const notOneSelect = (file: string) =>
  new SparkifyError('warehouse.sql', `${file} must be one SELECT whose rows are the failures.`);
