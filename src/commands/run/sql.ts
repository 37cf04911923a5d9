import { existsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { asSparkifyError, SparkifyError } from '../../base/errors.ts';
import { noPaint } from '../../base/paint.ts';
import { counted } from '../../base/quantity.ts';
import { writeJson } from '../../output/result/json.ts';
import type { Result } from '../../output/result/result.ts';
import { writeResult } from '../../output/result/write-result.ts';
import type { OptionsOf } from '../command.ts';
import type { SqlFormat, sql } from '../sql.ts';
import type { Context, EngineOptions, Outcome, TextStyle } from './context.ts';
import { withoutInstalling } from './sql-errors.ts';
import { scalarOf } from './sql-params.ts';
import { type Question, runStatements } from './sql-statements.ts';
import { excerpt, statementText } from './sql-text.ts';

type SqlOptions = OptionsOf<typeof sql>;
type TextFormat = Exclude<SqlFormat, 'parquet'>;
type Write = Context['write'];

export async function runSql(options: SqlOptions, context: Context): Promise<Outcome> {
  const { output, json, param: params } = options;
  const format = formatOf(options);
  const text = await statementText(options, context);
  if (output !== undefined) refuseFolder(output);
  // Any number may read a warehouse at the same time, and only one write.
  const question: Question = {
    connection: await context.connection(engineOf(options, context), { writesOnDemand: true }),
    text,
    params,
    results: !json && output === undefined && isForPeople(format) ? 'of every SELECT' : 'of the last',
    signal: context.signal,
  };
  try {
    if (output !== undefined) return await (format === 'parquet' ? toParquet : toFile(format))(question, output);
    if (json) return await toDocument(question, context.write);
    await runStatements(question, result => streamTo(context.write, format as TextFormat, result, context.style));
    return {};
  } catch (error) {
    const known = withoutInstalling(asSparkifyError(error));
    if (known.position && !json) context.tell(excerpt(text, known.position));
    throw known;
  }
}

/** A warehouse that nobody named and that is not there is not missed: much can be asked without one. */
function engineOf(options: SqlOptions, { warehousePath, tell }: Context): EngineOptions {
  const path = warehousePath(options);
  if (options.warehouse !== undefined || existsSync(path)) return options;
  if (!options.json && !options.quiet) tell(`There is no warehouse at ${path}: the statements run in memory.`);
  return { ...options, warehouse: ':memory:' };
}

function refuseFolder(output: string): void {
  if (!statSync(output, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new SparkifyError('usage.option', `${output} is a folder. Name a file in it: --output FILE.`);
}

const isForPeople = (format: SqlFormat): boolean => format === 'table' || format === 'markdown';

const endings: Readonly<Record<string, SqlFormat>> = {
  '': 'table',
  '.txt': 'table',
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.md': 'markdown',
  '.parquet': 'parquet',
};

function formatOf({ format, output, json }: SqlOptions): SqlFormat {
  const chosen = format ?? (output === undefined ? 'table' : formatByEnding(output));
  if (chosen === 'parquet' && output === undefined) {
    throw new SparkifyError('usage.option', '--format parquet needs a file to write to: --output FILE.');
  }
  if (json && format !== undefined && output === undefined) {
    throw new SparkifyError('usage.option', '--json is a format of its own; give either --json or --format.');
  }
  return chosen;
}

/** A table drawn into a file called .xlsx would be a surprise to whoever opens it. */
function formatByEnding(output: string): SqlFormat {
  const ending = extname(output).toLowerCase();
  const format = endings[ending];
  if (format) return format;
  throw new SparkifyError(
    'usage.option',
    `No format is known by the ending ${ending} of ${output}: give --format too.`,
  );
}

async function streamTo(write: Write, format: TextFormat, result: Result, style: TextStyle): Promise<boolean> {
  for await (const piece of writeResult(format, result, style)) {
    if (!(await write(piece))) return false;
  }
  return true;
}

/** One JSON document, also when reading fails half-way: then it ends with the error. */
async function toDocument(question: Question, write: Write): Promise<Outcome> {
  let written = '';
  const add = (piece: string) => {
    written = piece;
    return write(piece);
  };
  try {
    await runStatements(question, async result => {
      if (!(await add(`{"columns":${JSON.stringify(result.columns)},"rows":`))) return false;
      for await (const piece of writeJson(result)) {
        if (!(await add(piece))) return false;
      }
      return add('}\n');
    });
    return {};
  } catch (cause) {
    if (written === '') throw cause;
    const { code, message } = asSparkifyError(cause);
    const rest = written.endsWith(':') ? '[]' : '\n]';
    await write(`${rest},"error":${JSON.stringify({ code, message })}}\n`);
    return { error: { code, message } };
  }
}

/** Readers see the old file or the whole new one. */
const toFile =
  (format: TextFormat) =>
  async (question: Question, output: string): Promise<Outcome> => {
    const aside = `${output}.${process.pid}.part`;
    const file = await open(aside, 'w').catch((cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'ENOENT' ? 'its folder does not exist' : cause.message.replaceAll(aside, output);
      throw new SparkifyError('usage.option', `${output} cannot be written: ${reason}.`, { cause });
    });
    try {
      const write: Write = async chunk => {
        await file.appendFile(chunk);
        return true;
      };
      await runStatements(question, result => streamTo(write, format, result, { width: Infinity, paint: noPaint }));
      await file.close();
      await rename(aside, output);
    } finally {
      await file.close();
      await rm(aside, { force: true });
    }
    return { data: { file: output }, text: () => `Wrote ${output}.\n` };
  };

async function toParquet({ connection, text, params: given, signal }: Question, output: string): Promise<Outcome> {
  const { copyQuery } = await import('../../warehouse/copy.ts');
  const params = Object.fromEntries(given.map(({ name, text: value }) => [name, scalarOf(value)]));
  const rows = await copyQuery(connection, text, output, { params, signal });
  return { data: { file: output, rows }, text: () => `Wrote ${counted(rows, 'row')} to ${output}.\n` };
}
