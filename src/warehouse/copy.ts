import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SparkifyError } from '../base/errors.ts';
import type { Connection, StatementOptions } from './connection.ts';
import { quoteText } from './dialect.ts';
import { inWholeText, positionAt } from './position.ts';
import { splitStatements } from './split.ts';

/** Runs the statements and writes the result of the last as Parquet; the file appears whole or not at all. Gives its rows. */
export async function copyQuery(
  connection: Connection,
  sql: string,
  file: string,
  options: StatementOptions = {},
): Promise<number> {
  const statements = splitStatements(sql);
  const last = statements.at(-1);
  if (!last) throw new SparkifyError('warehouse.sql', 'There is no statement in this text.');
  if (statements.length > 1) await connection.run(sql.slice(0, last.offset), { signal: options.signal });
  if ((await connection.statementKind(last.text)) !== 'select') {
    const position = positionAt(sql, last.offset);
    throw new SparkifyError('warehouse.sql', 'Only a SELECT can be written as Parquet.', { position });
  }
  // Begins with a dot, so that no glob reads it while it grows.
  const aside = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  try {
    // The query has lines of its own, so that a comment at its end closes nothing and positions are easily told.
    const copy = `COPY (\n${last.text}\n) TO ${quoteText(aside)} (FORMAT parquet, COMPRESSION zstd)`;
    const rows = await connection.run(copy, options);
    await rename(aside, file).catch((cause: NodeJS.ErrnoException) => {
      throw new SparkifyError('warehouse.path', `${file} cannot be written (${cause.code}).`, { cause });
    });
    return rows;
  } catch (error) {
    throw inWholeText(aboutFile(error, aside, file), sql, last.offset);
  } finally {
    await rm(aside, { force: true });
  }
}

/** The file aside is ours; the person knows only the one they named. */
function aboutFile(error: unknown, aside: string, file: string): unknown {
  if (!(error instanceof SparkifyError) || !error.message.includes(aside)) return error;
  const message = error.message.replaceAll(aside, file);
  const [, reason] = /^Cannot open file ".*?": (.*)$/s.exec(message) ?? [];
  return reason === undefined
    ? new SparkifyError(error.code, message, { cause: error.cause })
    : new SparkifyError('warehouse.path', `${file} cannot be written: ${reason}`, { cause: error.cause });
}
