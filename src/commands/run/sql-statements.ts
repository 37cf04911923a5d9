import { asSparkifyError, SparkifyError } from '../../base/errors.ts';
import type { Result } from '../../output/result/result.ts';
import type { Connection, Statement } from '../../warehouse/connection.ts';
import type { Param } from '../kinds.ts';
import { paramsOf } from './sql-params.ts';
import { positionInWhole } from './sql-text.ts';

/** What is asked, and which of the statements are to give their results. */
export interface Question {
  readonly connection: Connection;
  readonly text: string;
  readonly params: readonly Param[];
  readonly results: 'of every SELECT' | 'of the last';
  readonly signal: AbortSignal;
}

/** Takes the result of a statement; false where nobody wants more. */
export type Take = (result: Result) => Promise<boolean>;

/** Runs the statements in their order. */
export async function runStatements(
  { connection, text, params, results, signal }: Question,
  take: Take,
): Promise<void> {
  const statements = await connection.statements(text);
  const bound = paramsOf(
    params,
    statements.map(statement => statement.text),
  );
  for (const [index, statement] of statements.entries()) {
    const isWanted = index === statements.length - 1 || (results === 'of every SELECT' && givesRows(statement));
    const options = { params: bound[index]!, signal };
    try {
      if (!isWanted) await connection.run(statement.text, options);
      else if (!(await take(await connection.stream(statement.text, options)))) return;
    } catch (error) {
      throw inWhole(error, text, statement);
    }
  }
}

const givesRows = ({ kind }: Statement): boolean => kind === 'select' || kind === 'explain';

function inWhole(error: unknown, text: string, { offset }: Statement): SparkifyError {
  const known = asSparkifyError(error);
  if (!known.position) return known;
  const position = positionInWhole(text, offset, known.position);
  return new SparkifyError(known.code, known.message, { cause: known.cause, position });
}
