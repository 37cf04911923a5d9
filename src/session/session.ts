import { setMaxListeners } from 'node:events';
import { asSparkifyError, cancelled, type SparkifyError, throwIfAborted } from '../base/errors.ts';
import type { Payload } from '../output/payload.ts';
import type { Emit } from '../pipeline/events.ts';
import type { ResultStream } from '../warehouse/result-stream.ts';
import type { Executed, ExecuteParams } from './asked.ts';
import { type KnownTable, readTemporary } from './complete/vocabulary.ts';
import { Desk } from './desk.ts';
import { type Execution, executeCommands, executeSql } from './execution.ts';
import { hiding } from './hiding.ts';
import { Names } from './names.ts';
import { errorPayload } from './payloads.ts';
import { Visit } from './shared-warehouse.ts';
import { Parameters } from './sparkify/parameters.ts';
import type { Surroundings } from './surroundings.ts';

export interface How {
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

/** One notebook's life on a warehouse: its connection, parameters, named cells and results. Its cells run one at a time. */
export class Session {
  readonly parameters = new Parameters();
  readonly names: Names;
  /** Unlike its notebook's name it is never another's, when that is opened again. */
  readonly #number: number;
  readonly #surroundings: Surroundings;
  /** Of all that run or wait. */
  readonly #stops = new Set<AbortController>();
  #desk: Promise<Desk> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(number: number, surroundings: Surroundings) {
    this.#number = number;
    this.#surroundings = surroundings;
    this.names = new Names(surroundings.results);
  }

  async execute(params: ExecuteParams, { signal, emit }: How): Promise<Executed> {
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    // Every request of a run listens to it: hundreds are no leak.
    setMaxListeners(0, stopping.signal);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    this.#stops.add(stopping);
    try {
      return await this.#inTurn(stopping.signal, () => this.#execute(params, { signal: stopping.signal, emit }));
    } finally {
      signal.removeEventListener('abort', stop);
      this.#stops.delete(stopping);
    }
  }

  /** Whether a transaction was begun and not ended. */
  async isInTransaction(): Promise<boolean> {
    return (await (await this.#desk)?.asking.isInTransaction()) ?? false;
  }

  /** The tables that only its own connection sees; none are told while that is busy. */
  async temporaryTables(): Promise<readonly KnownTable[]> {
    const desk = this.#stops.size === 0 ? await this.#desk : undefined;
    // A spoiled transaction answers nothing but its ROLLBACK.
    return desk ? readTemporary(desk.asking).catch(() => []) : [];
  }

  /** Interrupts what runs; nothing runs any more. */
  async stop(): Promise<void> {
    for (const stopping of this.#stops) stopping.abort();
    await this.#turn;
  }

  async end(): Promise<void> {
    await this.stop();
    const [desk] = await Promise.allSettled([this.#desk]);
    if (desk.status === 'fulfilled') await desk.value?.close();
    await this.#surroundings.results.endSession(this.#number);
  }

  async #execute(params: ExecuteParams, { signal, emit }: How): Promise<Executed> {
    const begun = performance.now();
    const surroundings = this.#surroundings;
    const env = { ...surroundings.env, ...params.place.env };
    const hide = hiding(env);
    const ended = (outputs: readonly Payload[], error: SparkifyError | undefined): Executed => {
      if (error?.code === 'internal') surroundings.log('error', hide(stackOf(error)));
      return {
        status: statusOf(error),
        outputs: outputs.map(payload => (payload.kind === 'result' ? payload : hide(payload))),
        elapsedMs: performance.now() - begun,
      };
    };
    const { parameters, names } = this;
    await using visit = new Visit(surroundings.shared);
    const desk = () => this.#deskAt(visit);
    const keep = async (stream: ResultStream) => {
      const { keeping } = await desk();
      return {
        columns: stream.columns,
        ...(await surroundings.results.keep(stream, keeping, this.#number, surroundings.head)),
      };
    };
    const execution: Execution = {
      params,
      env,
      signal,
      emit,
      hide,
      visit,
      surroundings,
      parameters,
      names,
      desk,
      keep,
    };
    try {
      throwIfAborted(signal);
      await names.keepOnly([...params.names, ...(params.name === undefined ? [] : [params.name])], desk);
      const { outputs, error } = await (params.language === 'sql' ? executeSql : executeCommands)(execution);
      return ended(outputs, error);
    } catch (cause) {
      const error = signal.aborted ? cancelled() : asSparkifyError(cause);
      return ended([errorPayload(error, params.text)], error);
    }
  }

  async #deskAt(visit: Visit): Promise<Desk> {
    const warehouse = await visit.warehouse();
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
      else signal.addEventListener('abort', stop);
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
