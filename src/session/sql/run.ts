import type { ResultColumn } from '../../base/cell.ts';
import { asSparkifyError, SparkifyError } from '../../base/errors.ts';
import { counted } from '../../base/quantity.ts';
import { positionInWhole } from '../../commands/run/sql-text.ts';
import type { ResultStream } from '../../warehouse/result-stream.ts';
import type { StatementText } from '../../warehouse/split.ts';
import { splitStatements } from '../../warehouse/split.ts';
import type { Desk } from '../desk.ts';
import type { HeldResult } from '../results.ts';
import { type LookUp, paramsFor } from './bind.ts';
import { effectOf, makesSomething, movesNames } from './effects.ts';
import { explained, type Known } from './explain.ts';

/** What a cell asks in SQL, and the means to answer. */
export interface SqlQuestion {
  readonly text: string;
  readonly desk: Desk;
  readonly lookUp: LookUp;
  /** Names of parameters that have values. */
  readonly parameters: readonly string[];
  readonly known: Known;
  readonly signal: AbortSignal;
  /** Makes the file of a warehouse that is not there yet. */
  create(): Promise<void>;
  keep(result: ResultStream): Promise<HeldResult>;
  release(id: string): Promise<void>;
}

export interface SqlAnswer {
  /** What each statement did that ran, in their order. */
  readonly effects: readonly string[];
  /** The last there was. */
  readonly result: AnsweredResult | undefined;
  readonly elapsedMs: number;
  /** Why the statements after these did not run; its position is in the text. */
  readonly error: SparkifyError | undefined;
}

export interface AnsweredResult extends HeldResult {
  readonly columns: readonly ResultColumn[];
}

/** Runs the statements of a text in their order, up to the first that fails. A text with a fault in its grammar runs not at all. */
export async function askSql(question: SqlQuestion): Promise<SqlAnswer> {
  const begun = performance.now();
  const effects: string[] = [];
  let result: AnsweredResult | undefined;
  let error: SparkifyError | undefined;
  try {
    for (const statement of await statementsOf(question)) {
      const { effect, rows } = await runStatement(statement, question);
      effects.push(effect);
      if (!rows) continue;
      if (result) await question.release(result.id);
      result = rows;
    }
  } catch (cause) {
    error = asSparkifyError(cause);
  }
  return { effects, result, error, elapsedMs: performance.now() - begun };
}

/** None in a cell that is empty, or holds only comments. */
async function statementsOf({ text, desk, known }: SqlQuestion): Promise<readonly StatementText[]> {
  if (splitStatements(text).length === 0) return [];
  return desk.asking.parsed(text).catch((error: unknown) => {
    throw explained(asSparkifyError(error), text, known);
  });
}

async function runStatement(
  { text, offset }: StatementText,
  question: SqlQuestion,
): Promise<{ effect: string; rows?: AnsweredResult }> {
  const { desk, lookUp, parameters, known, signal } = question;
  try {
    if (makesSomething(text)) await question.create();
    const stream = await desk.asking.stream(text, { params: paramsFor(text, lookUp, parameters), signal });
    if (movesNames(text)) await desk.keepNamesInSight();
    if (!givesRows(stream)) return { effect: effectOf(text, stream) };
    const rows = { columns: stream.columns, ...(await question.keep(stream)) };
    const { kind } = stream;
    const isChange = kind === 'insert' || kind === 'update' || kind === 'delete';
    const { rowCount } = rows;
    return { effect: isChange ? effectOf(text, { kind, changed: rowCount }) : counted(rowCount, 'row'), rows };
  } catch (cause) {
    const error = explained(asSparkifyError(cause), text, known);
    if (!error.position) throw error;
    const position = positionInWhole(question.text, offset, error.position);
    throw new SparkifyError(error.code, error.message, { cause: error.cause, position });
  }
}

/** A count is no row of an answer, nor is the empty column that says of some statements that they succeeded. */
const givesRows = ({ kind, columns, changed }: ResultStream): boolean =>
  columns.length > 0 && changed === undefined && !(kind === 'other' && columns[0]!.name === 'Success');
