import { asSparkifyError, SparkifyError } from '../../base/errors.ts';
import type { OptionsOf } from '../../commands/command.ts';
import type { Param } from '../../commands/kinds.ts';
import { runCommand } from '../../commands/run/index.ts';
import { paramsOf, scalarOf } from '../../commands/run/sql-params.ts';
import { statementText } from '../../commands/run/sql-text.ts';
import { sql } from '../../commands/sql.ts';
import type { Understood } from '../../commands/understand.ts';
import type { Word } from '../../commands/words.ts';
import { offsetAt, positionAt } from '../../warehouse/position.ts';
import { splitStatements } from '../../warehouse/split.ts';
import { tokensOf } from '../../warehouse/tokens.ts';
import { resultPayload, textPayload } from '../payloads.ts';
import type { LookUp } from '../sql/bind.ts';
import type { SqlAnswer } from '../sql/run.ts';
import { type Came, cellStyle, inContext, type Lent } from './command.ts';
import type { CommandLine } from './lines.ts';
import type { Parameters } from './parameters.ts';

export interface SqlCommand {
  readonly understood: Understood;
  readonly words: readonly Word[];
  readonly line: CommandLine;
  readonly cell: string;
  readonly lent: Lent;
  readonly parameters: Parameters;
  ask(text: string, lookUp: LookUp): Promise<SqlAnswer>;
}

/** `sql` in a cell: like a cell of SQL it sees the session's parameters and named results, besides what --param says. */
export async function runSqlCommand(asked: SqlCommand): Promise<Came> {
  const { understood, lent, parameters } = asked;
  const options = understood.options as OptionsOf<typeof sql>;
  const { output, format, param: given } = options;
  if (output === undefined && format !== undefined && format !== 'table') {
    throw new SparkifyError(
      'usage.cell',
      `In a cell rows are shown as a table. --format ${format} needs a file to write to: --output FILE.`,
    );
  }
  const text = await inContext(understood, lent, context => statementText(options, context));
  // Only to refuse one that no statement mentions.
  paramsOf(given, [text]);
  if (output !== undefined) return toFile(asked, text, [...given, ...mentioned(text, given, parameters)]);
  const { error, ...answer } = await asked.ask(text, name => {
    const param = given.find(each => each.name.toLowerCase() === name.toLowerCase());
    return param ? { value: scalarOf(param.text) } : parameters.get(name);
  });
  const payload = resultPayload({ ...answer, error });
  return { payload, result: answer.result, error: error && placed(error, text, asked) };
}

async function toFile(asked: SqlCommand, text: string, param: readonly Param[]): Promise<Came> {
  const { understood, lent } = asked;
  const options = { ...(understood.options as OptionsOf<typeof sql>), query: text, file: undefined, param, json: true };
  try {
    const { text: said, data } = await inContext(understood, lent, context => runCommand(sql, options, context));
    return { payload: textPayload(said!(cellStyle), data) };
  } catch (error) {
    return { error: placed(asSparkifyError(error), text, asked) };
  }
}

/** The session's values for what the statements mention and the command itself does not say. */
function mentioned(text: string, given: readonly Param[], parameters: Parameters): Param[] {
  const names = new Set(
    splitStatements(text).flatMap(statement =>
      [...tokensOf(statement.text)].flatMap(token => (token.kind === 'parameter' ? [token.text.slice(1)] : [])),
    ),
  );
  return [...names].flatMap(name => {
    const known = parameters.get(name);
    if (!known || given.some(param => param.name === name)) return [];
    return [{ name, text: typeof known.value === 'string' ? `'${known.value}'` : known.written }];
  });
}

/** A place in the statements as one in the cell they are quoted in, or in the file they were read from. */
function placed(error: SparkifyError, text: string, { understood, words, line, cell }: SqlCommand): SparkifyError {
  const { code, message, position, cause } = error;
  if (!position) return error;
  const { file } = understood.options as OptionsOf<typeof sql>;
  if (file !== undefined) {
    return new SparkifyError(code, `${file}:${position.line}:${position.column} ${message}`, { cause });
  }
  const index = words.findLast(word => word.text === text)!.column - 1;
  const quote = /["']/.test(line.text[index]!) ? 1 : 0;
  const isAsWritten = line.text.startsWith(text, index + quote);
  const within = isAsWritten ? quote + offsetAt(text, position) : 0;
  return new SparkifyError(code, message, { cause, position: positionAt(cell, line.offsetOf(index + within)) });
}
