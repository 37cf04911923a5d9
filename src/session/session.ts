import { setMaxListeners } from 'node:events';
import { asSparkifyError, cancelled, type SparkifyError, throwIfAborted } from '../base/errors.ts';
import type { Payload, RunPayload } from '../output/payload.ts';
import { logLine } from '../output/run-lines.ts';
import type { Emit } from '../pipeline/events.ts';
import type { HeadLimit } from '../warehouse/keep.ts';
import type { ResultStream } from '../warehouse/result-stream.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Executed, ExecuteParams } from './asked.ts';
import { Desk } from './desk.ts';
import { type Hide, hiding } from './hiding.ts';
import type { Log } from './log.ts';
import { Names } from './names.ts';
import { errorPayload, resultPayload } from './payloads.ts';
import type { Results } from './results.ts';
import { type SharedWarehouse, Visit } from './shared-warehouse.ts';
import { Parameters } from './sparkify/parameters.ts';
import { runCommands } from './sparkify/run.ts';
import type { LookUp } from './sql/bind.ts';
import { type AnsweredResult, askSql, type SqlAnswer } from './sql/run.ts';

/** What the sessions on one warehouse share. */
export interface Surroundings {
  readonly shared: SharedWarehouse;
  readonly results: Results;
  readonly env: NodeJS.ProcessEnv;
  readonly head: HeadLimit;
  readonly log: Log;
  /** Enters a run of the pipeline while it is under way. */
  running(command: string, work: (emit: Emit) => Promise<RunPayload>, emit: Emit): Promise<RunPayload>;
}

export interface How {
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

interface Came {
  readonly outputs: readonly Payload[];
  readonly result: AnsweredResult | undefined;
  readonly error: SparkifyError | undefined;
}

/** One notebook's life on a warehouse: its connection, parameters, named cells and results. Its cells run one at a time. */
export class Session {
  readonly parameters = new Parameters();
  readonly names: Names;
  readonly #id: string;
  readonly #number: number;
  readonly #surroundings: Surroundings;
  readonly #ending = new AbortController();
  #desk: Promise<Desk> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(id: string, number: number, surroundings: Surroundings) {
    this.#id = id;
    this.#number = number;
    this.#surroundings = surroundings;
    this.names = new Names(surroundings.results);
  }

  execute(params: ExecuteParams, { signal, emit }: How): Promise<Executed> {
    const either = AbortSignal.any([signal, this.#ending.signal]);
    // Every request of a run listens to it: hundreds are no leak.
    setMaxListeners(0, either);
    return this.#inTurn(either, () => this.#execute(params, { signal: either, emit }));
  }

  /** Whether a transaction was begun and not ended. */
  async isInTransaction(): Promise<boolean> {
    return (await (await this.#desk)?.asking.isInTransaction()) ?? false;
  }

  /** Interrupts what runs; nothing runs any more. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#turn;
  }

  async end(): Promise<void> {
    await this.stop();
    const [desk] = await Promise.allSettled([this.#desk]);
    if (desk.status === 'fulfilled') await desk.value?.close();
    await this.#surroundings.results.endSession(this.#id);
  }

  async #execute(params: ExecuteParams, how: How): Promise<Executed> {
    const begun = performance.now();
    const hide = hiding({ ...this.#surroundings.env, ...params.place.env });
    const ended = (status: Executed['status'], outputs: readonly Payload[]): Executed => ({
      status,
      outputs: outputs.map(payload => (payload.kind === 'result' ? payload : hide(payload))),
      elapsedMs: performance.now() - begun,
    });
    await using visit = new Visit(this.#surroundings.shared);
    try {
      throwIfAborted(how.signal);
      const run = params.language === 'sql' ? this.#sqlCell : this.#commandCell;
      const { outputs, error } = await run.call(this, params, how, visit);
      this.#logFault(error, hide);
      return ended(statusOf(error), outputs);
    } catch (cause) {
      const error = how.signal.aborted ? cancelled() : asSparkifyError(cause);
      this.#logFault(error, hide);
      return ended(statusOf(error), [errorPayload(error, params.text)]);
    }
  }

  #logFault(error: SparkifyError | undefined, hide: Hide): void {
    if (error?.code === 'internal') this.#surroundings.log('error', hide(stackOf(error)));
  }

  async #sqlCell(params: ExecuteParams, how: How, visit: Visit): Promise<Came> {
    const { text, name } = params;
    const desk = await this.#deskAt(visit);
    if (name !== undefined) await this.names.refuseTaken(name, desk);
    const answer = await this.#ask(text, params, how, visit, each => this.parameters.get(each));
    const failure = answer.error ?? (await this.#named(name, answer.result, visit));
    const payload = resultPayload(answer, failure ? undefined : name);
    const outputs = [...(payload ? [payload] : []), ...(failure ? [errorPayload(failure, text)] : [])];
    return { outputs, result: answer.result, error: failure };
  }

  async #commandCell(params: ExecuteParams, how: How, visit: Visit): Promise<Came> {
    const { text, place, name } = params;
    const { shared, running } = this.#surroundings;
    const env = { ...this.#surroundings.env, ...place.env };
    const hide = hiding(env);
    const emit: Emit = event => how.emit(event.type === 'warning' ? hide(event) : event);
    const log: Log = (level, line) => this.#surroundings.log(level, hide(line));
    const came = await runCommands({
      signal: how.signal,
      emit,
      text,
      folder: place.folder,
      env,
      path: shared.path,
      visit,
      log,
      parameters: this.parameters,
      desk: () => this.#deskAt(visit),
      keep: async stream => ({ columns: stream.columns, ...(await this.#keep(stream, visit)) }),
      running: (command, work) =>
        running(command, work, event => {
          const line = logLine(event);
          if (line !== undefined) log('info', `${command}: ${line}`);
          emit(event);
        }),
      ask: (sql, lookUp) => this.#ask(sql, params, how, visit, lookUp),
    });
    if (came.error || name === undefined || !came.result) return came;
    await this.names.refuseTaken(name, await this.#deskAt(visit));
    await this.#named(name, came.result, visit);
    const outputs = came.outputs.map(payload =>
      payload.kind === 'result' && payload.id === came.result?.id ? { ...payload, name } : payload,
    );
    return { ...came, outputs };
  }

  async #ask(
    text: string,
    { names }: ExecuteParams,
    { signal }: How,
    visit: Visit,
    lookUp: LookUp,
  ): Promise<SqlAnswer> {
    const { shared, results } = this.#surroundings;
    const warehouse = await visit.warehouse();
    const desk = await this.#deskAt(visit);
    return askSql({
      text,
      desk,
      lookUp,
      parameters: this.parameters.all.map(parameter => parameter.name),
      known: {
        missingWarehouse: () => (warehouse.isAttached ? undefined : shared.path),
        ofCell: missing => this.names.ofCell(missing, names),
      },
      signal,
      create: async () => {
        if (warehouse.isAttached) return;
        await visit.made();
        await desk.lookAround();
      },
      keep: stream => this.#keep(stream, visit),
      release: id => results.release([id]),
    });
  }

  /** Lets later cells query the result; why that cannot be, where the cell itself has made a table of that name. */
  async #named(
    name: string | undefined,
    result: AnsweredResult | undefined,
    visit: Visit,
  ): Promise<SparkifyError | undefined> {
    if (name === undefined) return undefined;
    const desk = await this.#deskAt(visit);
    try {
      await this.names.refuseTaken(name, desk);
      await this.names.set(name, result, desk);
      return undefined;
    } catch (error) {
      return asSparkifyError(error);
    }
  }

  async #keep(stream: ResultStream, visit: Visit) {
    const { results, head } = this.#surroundings;
    return results.keep(stream, (await this.#deskAt(visit)).keeping, this.#id, head);
  }

  async #deskAt(visit: Visit): Promise<Desk> {
    const warehouse: Warehouse = await visit.warehouse();
    this.#desk ??= Desk.open(warehouse, this.#number).catch(error => {
      this.#desk = undefined;
      throw error;
    });
    const desk = await this.#desk;
    await desk.lookAround();
    return desk;
  }

  /** One execution at a time; who is told to stop while waiting waits no longer. */
  #inTurn(signal: AbortSignal, work: () => Promise<Executed>): Promise<Executed> {
    let hasBegun = false;
    const result = this.#turn.then(() => {
      hasBegun = true;
      return work();
    });
    this.#turn = result.catch(() => undefined);
    const stopped = new Promise<Executed>(resolve => {
      const stop = () => {
        if (!hasBegun) resolve({ status: 'cancelled', outputs: [], elapsedMs: 0 });
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    return Promise.race([result, stopped]);
  }
}

function statusOf(error: SparkifyError | undefined): Executed['status'] {
  if (!error) return 'succeeded';
  return error.code === 'cancelled' ? 'cancelled' : 'failed';
}

/** For the log: where in Sparkify a fault of its own broke out. */
const stackOf = ({ message, cause }: SparkifyError): string =>
  cause instanceof Error ? `${message}\n${cause.stack}` : message;
