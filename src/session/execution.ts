import { asSparkifyError, type SparkifyError } from '../base/errors.ts';
import type { Payload } from '../output/payload.ts';
import { logLine } from '../output/run-lines.ts';
import type { Emit } from '../pipeline/events.ts';
import type { ResultStream } from '../warehouse/result-stream.ts';
import type { ExecuteParams } from './asked.ts';
import type { Desk } from './desk.ts';
import type { Hide } from './hiding.ts';
import type { Log } from './log.ts';
import type { Names } from './names.ts';
import { errorPayload, resultPayload } from './payloads.ts';
import type { Visit } from './shared-warehouse.ts';
import type { Parameters } from './sparkify/parameters.ts';
import { runCommands } from './sparkify/run.ts';
import type { LookUp } from './sql/bind.ts';
import { type AnsweredResult, askSql, type SqlAnswer } from './sql/run.ts';
import type { Surroundings } from './surroundings.ts';

/** One cell under way: what it asks, and what of its session it works with. */
export interface Execution {
  readonly params: ExecuteParams;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly hide: Hide;
  readonly visit: Visit;
  readonly surroundings: Surroundings;
  readonly parameters: Parameters;
  readonly names: Names;
  /** The session's connections, which look where the warehouse now is. */
  desk(): Promise<Desk>;
  keep(stream: ResultStream): Promise<AnsweredResult>;
}

/** What a cell shows, and why it ended before its end. */
export interface Shown {
  readonly outputs: readonly Payload[];
  readonly error: SparkifyError | undefined;
}

export async function executeSql(execution: Execution): Promise<Shown> {
  const { params, parameters } = execution;
  const { text, name } = params;
  if (name !== undefined) await execution.names.refuseTaken(name, await execution.desk());
  const answer = await ask(text, name => parameters.get(name), execution);
  const error = answer.error ?? (await nameResult(answer.result, execution));
  const payload = resultPayload(answer, error ? undefined : name);
  return { outputs: [...(payload ? [payload] : []), ...(error ? [errorPayload(error, text)] : [])], error };
}

export async function executeCommands(execution: Execution): Promise<Shown> {
  const { params, env, signal, hide, visit, surroundings, parameters, names } = execution;
  const { text, name, place } = params;
  const emit: Emit = event => execution.emit(event.type === 'warning' ? hide(event) : event);
  const log: Log = (level, line) => surroundings.log(level, hide(line));
  if (name !== undefined) await names.refuseTaken(name, await execution.desk());
  const came = await runCommands({
    text,
    folder: place.folder,
    env,
    path: surroundings.shared.path,
    visit,
    signal,
    emit,
    log,
    parameters,
    desk: () => execution.desk(),
    keep: stream => execution.keep(stream),
    running: (command, work) =>
      surroundings.running(command, work, event => {
        const line = logLine(event);
        if (line !== undefined) log('info', `${command}: ${line}`);
        emit(event);
      }),
    ask: (sql, lookUp) => ask(sql, lookUp, execution),
  });
  const error = came.error ?? (await nameResult(came.result, execution));
  if (error) return { outputs: came.error ? came.outputs : [...came.outputs, errorPayload(error, text)], error };
  const isNamed = (payload: Payload) => payload.kind === 'result' && payload.id === came.result?.id;
  return {
    outputs: came.outputs.map(payload => (name !== undefined && isNamed(payload) ? { ...payload, name } : payload)),
    error,
  };
}

async function ask(text: string, lookUp: LookUp, execution: Execution): Promise<SqlAnswer> {
  const { params, signal, visit, surroundings, parameters, names } = execution;
  const warehouse = await visit.warehouse();
  const desk = await execution.desk();
  return askSql({
    text,
    desk,
    lookUp,
    parameters: parameters.all.map(parameter => parameter.name),
    known: {
      missingWarehouse: () => (warehouse.isAttached ? undefined : surroundings.shared.path),
      ofCell: missing => names.ofCell(missing, params.names),
    },
    signal,
    create: async () => {
      if (warehouse.isAttached) return;
      await visit.made();
      await desk.lookAround();
    },
    keep: stream => execution.keep(stream),
    release: id => surroundings.results.release([id]),
  });
}

/** Lets later cells query what a named one gave; says why not, where it has itself made a table of that name. */
async function nameResult(
  result: AnsweredResult | undefined,
  { params: { name }, names, desk }: Execution,
): Promise<SparkifyError | undefined> {
  if (name === undefined) return undefined;
  try {
    await names.refuseTaken(name, await desk());
    await names.set(name, result, await desk());
    return undefined;
  } catch (error) {
    return asSparkifyError(error);
  }
}
