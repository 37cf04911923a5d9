import { setMaxListeners } from 'node:events';
import { stat } from 'node:fs/promises';
import { Emitter, type Event, type RequestType } from 'vscode-jsonrpc/node';
import { asSparkifyError, cancelled, SparkifyError, throwIfAborted } from '../base/errors.ts';
import type {
  CompleteParams,
  Completion,
  Executed,
  ExecuteParams,
  Page,
  PageParams,
  Place,
  Standing,
} from '../session/asked.ts';
import type { CatalogSchema } from '../warehouse/catalog.ts';
import { type Ending, endingError, isAsked, type Why } from './ending.ts';
import { Hidden } from './hidden.ts';
import type { Launch } from './launch.ts';
import { Life, type Patience } from './life.ts';
import * as protocol from './protocol.ts';
import { unlessAborted } from './within.ts';

/** `stopped` is who was told to, or was not wanted yet; `dead` who ended by itself, or could not start. */
export type KernelState = 'stopped' | 'starting' | 'idle' | 'busy' | 'dead';

export type KernelSettings = Omit<protocol.OpenParams, 'version' | 'warehouse'>;

export interface KernelOptions extends Launch {
  /** Asked at each start. */
  settings(): KernelSettings;
  readonly patience?: Partial<Patience> | undefined;
}

export interface Exited {
  readonly pid: number | undefined;
  /** Undefined where that was asked for. */
  readonly error: SparkifyError | undefined;
}

/** From the wish for a process to its end. */
interface Run {
  readonly ready: Promise<Life>;
  life: Life | undefined;
  /** Why it could not begin its work. */
  failure: SparkifyError | undefined;
  isOver: boolean;
}

type Phase = 'stopped' | 'starting' | 'running' | 'dead';

const usualPatience: Patience = { startMs: 30_000, answerMs: 2000, interruptMs: 5000, endMs: 2000 };

/** That many wait is no leak. */
function forMany(): AbortController {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  return stopping;
}

/** One warehouse, as its editor sees it. The process behind it starts with the first call that needs it, and anew where it died. */
export class Kernel {
  readonly warehouse: string;
  readonly #options: KernelOptions;
  readonly #patience: Patience;
  readonly #hidden = new Hidden();
  readonly #event = new Emitter<protocol.ToldEvent>();
  readonly #log = new Emitter<protocol.LogLine>();
  readonly #changed = new Emitter<protocol.Changed>();
  readonly #state = new Emitter<KernelState>();
  readonly #exit = new Emitter<Exited>();
  #run: Run | undefined;
  /** Over when the process before is gone: two on one file would lock each other out. */
  #gone: Promise<unknown> = Promise.resolve();
  #phase: Phase = 'stopped';
  /** Why the last process was of no use. It is not started again for what nobody pressed a button for. */
  #failure: SparkifyError | undefined;
  /** For calls that wait for a process. */
  #interrupting = forMany();
  #executing = 0;
  #toldState: KernelState = 'stopped';
  #isDisposed = false;

  constructor(options: KernelOptions) {
    this.warehouse = options.warehouse;
    this.#options = options;
    this.#patience = { ...usualPatience, ...options.patience };
    this.#hidden.learn(options.env);
  }

  get state(): KernelState {
    if (this.#phase !== 'running') return this.#phase;
    return this.#executing > 0 ? 'busy' : 'idle';
  }

  /** Of the process, where there is one. */
  get pid(): number | undefined {
    return this.#run?.life?.pid;
  }

  /** What runs of the pipeline tell, under the execution they belong to. */
  get onEvent(): Event<protocol.ToldEvent> {
    return this.#event.event;
  }

  get onLog(): Event<protocol.LogLine> {
    return this.#log.event;
  }

  /** What `status` tells may be another now. */
  get onChanged(): Event<protocol.Changed> {
    return this.#changed.event;
  }

  get onState(): Event<KernelState> {
    return this.#state.event;
  }

  get onExit(): Event<Exited> {
    return this.#exit.event;
  }

  async execute(params: ExecuteParams, signal?: AbortSignal): Promise<Executed> {
    this.#executing++;
    // A person wants it: what failed before may have been mended.
    this.#failure = undefined;
    this.#tellState();
    try {
      return await this.#call(protocol.execute, params, signal);
    } finally {
      this.#executing--;
      this.#tellState();
    }
  }

  async page(params: PageParams, signal?: AbortSignal): Promise<Page> {
    if (!this.#run) throw new SparkifyError('usage.result', 'This result went with its kernel: run the cell again.');
    return this.#call(protocol.page, params, signal);
  }

  async release(results: readonly string[], signal?: AbortSignal): Promise<void> {
    if (this.#run) await this.#call(protocol.release, { results }, signal);
  }

  catalog(place: Place, signal?: AbortSignal): Promise<readonly CatalogSchema[]> {
    return this.#call(protocol.catalog, { place }, signal);
  }

  complete(params: CompleteParams, signal?: AbortSignal): Promise<readonly Completion[]> {
    return this.#call(protocol.complete, params, signal);
  }

  /** Asking starts nothing. */
  async status(session?: string, signal?: AbortSignal): Promise<Standing> {
    if (this.#phase === 'running') {
      return this.#call(protocol.status, session === undefined ? {} : { session }, signal);
    }
    const file = await stat(this.warehouse).catch(() => undefined);
    const warehouse = { path: this.warehouse, sizeBytes: file?.size, isOpen: false };
    return { warehouse, running: undefined, lastRun: undefined, parameters: [], names: [] };
  }

  async endSession(session: string, signal?: AbortSignal): Promise<void> {
    if (this.#run) await this.#call(protocol.endSession, { session }, signal);
  }

  /** Cancels all that was asked for. A kernel that does not stop in time is killed and started again. */
  async interrupt(): Promise<'interrupted' | 'restarted'> {
    this.#interrupting.abort();
    this.#interrupting = forMany();
    const life = this.#phase === 'running' ? this.#run?.life : undefined;
    if (!life || (await life.interrupt())) return 'interrupted';
    await life.ended;
    this.#failure = undefined;
    await this.#running();
    return 'restarted';
  }

  /** A fresh process: sessions and results are gone, what was committed is kept. */
  async restart(): Promise<void> {
    await this.#stop('restarted');
    this.#failure = undefined;
    await this.#running();
  }

  /** Lets go of the file and ends the process; the next call starts another. */
  stop(): Promise<void> {
    return this.#stop('stopped');
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#stop('stopped');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  async #call<P extends object, R>(
    type: RequestType<P, R, protocol.CallFailure>,
    params: P,
    signal: AbortSignal | undefined,
  ): Promise<R> {
    throwIfAborted(signal);
    const { place } = params as { place?: Place };
    if (place) this.#hidden.learn(place.env);
    const life = await unlessAborted(this.#running(), signal, this.#interrupting.signal);
    return life.call(type, params, signal);
  }

  async #running(): Promise<Life> {
    if (this.#isDisposed) throw cancelled();
    if (!this.#run && this.#failure) throw this.#failure;
    this.#run ??= this.#begin();
    return this.#run.ready;
  }

  #begin(): Run {
    const ready = Promise.resolve().then(() => this.#start(run));
    const run: Run = { ready, life: undefined, failure: undefined, isOver: false };
    this.#enter('starting');
    return run;
  }

  async #start(run: Run): Promise<Life> {
    const begunMs = performance.now();
    try {
      await this.#gone;
      if (run.isOver) throw cancelled();
      const { settings, warehouse } = this.#options;
      const open = { version: protocol.protocolVersion, warehouse, ...settings() };
      const life = new Life(this.#options, open, this.#patience, {
        onEvent: told => this.#event.fire(told),
        onLog: line => this.#tellLog(line),
        onChanged: change => this.#changed.fire(change),
      });
      run.life = life;
      this.#gone = life.ended.then(ending => this.#ended(run, life, ending));
      const { pid, duckdb } = await life.opened;
      if (run.isOver) throw cancelled();
      const tookMs = Math.round(performance.now() - begunMs);
      this.#tellLog({
        level: 'info',
        line: `Kernel ${pid} on ${warehouse} started in ${tookMs} ms (DuckDB ${duckdb}).`,
      });
      this.#failure = undefined;
      this.#enter('running');
      return life;
    } catch (error) {
      run.failure = asSparkifyError(error);
      if (!run.isOver) this.#over(run, run.failure);
      throw run.failure;
    }
  }

  #ended(run: Run, life: Life, ending: Ending): void {
    const told = run.failure ?? endingError(ending);
    const error = isAsked(ending) ? undefined : told;
    const line = `Kernel ${ending.pid ?? 'without a process'} on ${this.warehouse} is gone: ${told.message}`;
    this.#tellLog({ level: error ? 'error' : 'info', line });
    if (!run.isOver) this.#over(run, error && !life.hasAnswered ? error : undefined);
    else if (!this.#run) this.#enter('stopped');
    this.#exit.fire({ pid: ending.pid, error });
  }

  /** Not because we wanted it. */
  #over(run: Run, failure: SparkifyError | undefined): void {
    run.isOver = true;
    this.#run = undefined;
    this.#failure = failure;
    this.#enter('dead');
  }

  async #stop(why: Why): Promise<void> {
    const run = this.#run;
    // Also where another stops it already: who is told that it is gone relies on that.
    const gone = this.#gone;
    this.#run = undefined;
    if (run) run.isOver = true;
    await run?.life?.end(why);
    await gone;
    if (run && !this.#run) this.#enter('stopped');
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#tellState();
  }

  #tellState(): void {
    const { state } = this;
    if (state === this.#toldState) return;
    this.#toldState = state;
    this.#state.fire(state);
  }

  #tellLog({ level, line }: protocol.LogLine): void {
    this.#log.fire({ level, line: this.#hidden.in(line) });
  }
}
