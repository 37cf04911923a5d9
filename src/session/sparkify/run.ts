import { asSparkifyError, SparkifyError } from '../../base/errors.ts';
import { understand } from '../../commands/understand.ts';
import { type Word, wordsOf } from '../../commands/words.ts';
import type { Payload } from '../../output/payload.ts';
import { positionAt } from '../../warehouse/position.ts';
import { errorPayload, textPayload } from '../payloads.ts';
import type { LookUp } from '../sql/bind.ts';
import type { AnsweredResult, SqlAnswer } from '../sql/run.ts';
import { type Came, type Lent, runUnderstood } from './command.ts';
import { settingHelp } from './help.ts';
import { type CommandLine, commandLines } from './lines.ts';
import { isSetting, type Parameters } from './parameters.ts';
import { refuseInCell } from './refuse.ts';
import { runSqlCommand } from './sql.ts';

export interface CommandCell extends Lent {
  readonly text: string;
  /** Where relative paths begin, and sparkify.json is looked for. */
  readonly folder: string;
  readonly parameters: Parameters;
  ask(text: string, lookUp: LookUp): Promise<SqlAnswer>;
}

export interface CommandsCame {
  readonly outputs: readonly Payload[];
  /** Of the last command that gave one. */
  readonly result: AnsweredResult | undefined;
  readonly error: SparkifyError | undefined;
}

/** Runs the commands of a cell in their order, up to the first that fails. */
export async function runCommands(cell: CommandCell): Promise<CommandsCame> {
  const outputs: Payload[] = [];
  let result: AnsweredResult | undefined;
  for (const line of commandLines(cell.text)) {
    const { payload, result: rows, error } = await runLine(line, cell);
    if (payload) add(outputs, payload);
    result = rows ?? result;
    if (!error) continue;
    // A run tells in its own account why it failed.
    if (payload?.kind !== 'run')
      outputs.push(errorPayload(at(error, error.position ?? startOf(line, cell)), cell.text));
    return { outputs, result, error };
  }
  return { outputs, result, error: undefined };
}

/** What settings say is told in one piece. */
function add(outputs: Payload[], payload: Payload): void {
  const last = outputs.at(-1);
  const isMore = last?.kind === 'text' && payload.kind === 'text' && !last.data && !payload.data;
  if (isMore) outputs[outputs.length - 1] = textPayload(`${last.text}\n${payload.text}`);
  else outputs.push(payload);
}

async function runLine(line: CommandLine, cell: CommandCell): Promise<Came> {
  try {
    const words = wordsIn(line, cell);
    const [first] = words;
    if (!first) return {};
    if (isSetting(first.text)) return { payload: textPayload(setting(line.text.slice(first.column - 1), cell)) };
    const understood = inPlace(line, cell, () => understand(words, cell));
    await refuseInCell(understood, cell.path);
    if (understood.command.name !== 'sql') return await runUnderstood(understood, cell);
    return await runSqlCommand({ ...cell, cell: cell.text, lent: cell, understood, words, line });
  } catch (error) {
    const known = asSparkifyError(error);
    return { error: known instanceof Placed ? known : at(known, undefined) };
  }
}

function setting(line: string, { parameters }: CommandCell): string {
  return /\s(--help|-h)\s*$/.test(line) ? settingHelp : parameters.run(line);
}

/** As a shell would part them; the name of the shell's command may stand before. */
function wordsIn(line: CommandLine, cell: CommandCell): Word[] {
  const words = inPlace(line, cell, () => wordsOf(line.text));
  return words[0]?.text === 'sparkify' ? words.slice(1) : words;
}

/** An error whose place is one in the cell. */
class Placed extends SparkifyError {}

/** Of what is wrong with the words themselves the place is known to the letter. */
function inPlace<T>(line: CommandLine, { text }: CommandCell, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message, position, cause } = asSparkifyError(error);
    if (!position || code === 'usage.project') throw error;
    throw new Placed(code, message, { cause, position: positionAt(text, line.offsetOf(position.column - 1)) });
  }
}

function startOf(line: CommandLine, { text }: CommandCell) {
  return positionAt(text, line.offsetOf(line.text.search(/\S/)));
}

const at = ({ code, message, cause }: SparkifyError, position: SparkifyError['position']): SparkifyError =>
  new SparkifyError(code, message, { cause, position });
