import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import {
  CancellationTokenSource,
  ConnectionError,
  createMessageConnection,
  ErrorCodes,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  type RequestType,
  ResponseError,
} from 'vscode-jsonrpc/node';
import { asSparkifyError, SparkifyError } from '../base/errors.ts';
import { type Ending, endingError, type Why } from './ending.ts';
import { type Launch, launch } from './launch.ts';
import * as protocol from './protocol.ts';
import { within } from './within.ts';

/** How long a kernel may take before it is given up. */
export interface Patience {
  readonly startMs: number;
  /** To show that it still hears, where it does not do what it was told. */
  readonly answerMs: number;
  /** To end all that was interrupted. */
  readonly interruptMs: number;
  readonly endMs: number;
}

export interface Listening {
  onEvent(told: protocol.ToldEvent): void;
  onLog(line: protocol.LogLine): void;
  onChanged(change: protocol.Changed): void;
}

interface Call {
  cancel(): void;
  readonly settled: Promise<unknown>;
}

type Exit = Pick<Ending, 'code' | 'signal' | 'launchError'>;

/** One process of a kernel, from its start to its end. Every call on it settles, whatever becomes of it. */
export class Life {
  readonly opened: Promise<protocol.Opened>;
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #patience: Patience;
  readonly #calls = new Set<Call>();
  #ending: Ending | undefined;
  #why: Why | undefined;
  #isOpen = false;
  #hasAnswered = false;
  #lastWords: string | undefined;

  constructor(how: Launch, open: protocol.OpenParams, patience: Patience, listening: Listening) {
    this.#patience = patience;
    this.#child = launch(how);
    this.#connection = createMessageConnection(new IPCMessageReader(this.#child), new IPCMessageWriter(this.#child));
    this.#connection.onNotification(protocol.event, told => listening.onEvent(told));
    this.#connection.onNotification(protocol.log, line => listening.onLog(line));
    this.#connection.onNotification(protocol.changed, change => listening.onChanged(change));
    this.#connection.listen();
    this.#logOutput(listening);
    this.ended = this.#untilEnded();
    this.opened = this.#open(open);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether it was of any use. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  async #open(params: protocol.OpenParams): Promise<protocol.Opened> {
    const opening = this.#ask(protocol.open, params);
    if (!(await within(this.#patience.startMs, opening))) this.kill('hung');
    try {
      const opened = await opening;
      this.#isOpen = true;
      return opened;
    } catch (error) {
      // It is there, but cannot work.
      this.kill();
      throw error;
    }
  }

  /** A call that is cancelled settles when the kernel has answered it, or was given up. */
  async call<P, R>(type: RequestType<P, R, protocol.CallFailure>, params: P, signal?: AbortSignal): Promise<R> {
    const source = new CancellationTokenSource();
    const answer = this.#ask(type, params, source);
    const call = { cancel: () => source.cancel(), settled: answer.catch(() => undefined) };
    const stop = () => {
      call.cancel();
      void this.#giveUpUnlessHeard(call);
    };
    this.#calls.add(call);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    try {
      return await answer;
    } finally {
      this.#hasAnswered ||= !this.#ending;
      signal?.removeEventListener('abort', stop);
      this.#calls.delete(call);
      source.dispose();
    }
  }

  /** Cancels whatever was asked. A kernel that does not end it in time is ended itself: then false. */
  async interrupt(): Promise<boolean> {
    const calls = [...this.#calls];
    for (const { cancel } of calls) cancel();
    const settled = Promise.all(calls.map(call => call.settled));
    const isDone = (await this.#hears()) && (await within(this.#patience.interruptMs, settled));
    if (!isDone) this.kill('hung');
    return isDone;
  }

  /** Work that cannot be cancelled at once is waited for, as long as the kernel itself still hears. */
  async #giveUpUnlessHeard({ settled }: Call): Promise<void> {
    if (await within(this.#patience.answerMs, settled)) return;
    if (!(await this.#hears())) this.kill('hung');
  }

  #hears(): Promise<boolean> {
    return within(this.#patience.answerMs, this.#ask(protocol.ping, {}));
  }

  /** Lets it end in its own time, but not for ever. */
  async end(why: Why): Promise<void> {
    this.#why ??= why;
    const isClosed = this.#isOpen && (await within(this.#patience.endMs, this.#ask(protocol.shutdown, {})));
    if (isClosed && this.#child.connected) this.#child.disconnect();
    else this.kill();
    await this.ended;
  }

  kill(why?: Why): void {
    this.#why ??= why;
    this.#child.kill('SIGKILL');
  }

  async #ask<P, R>(
    type: RequestType<P, R, protocol.CallFailure>,
    params: P,
    source = new CancellationTokenSource(),
  ): Promise<R> {
    try {
      return await this.#connection.sendRequest<R>(type.method, params, source.token);
    } catch (error) {
      if (isOfTheEnd(error)) throw endingError(await this.ended);
      throw asTold(error);
    }
  }

  async #untilEnded(): Promise<Ending> {
    const child = this.#child;
    // Not the event `close`: who hangs up himself never sees it.
    const sources = [
      once(child, 'disconnect'),
      ...[child.stdout, child.stderr].map(output => output && once(output, 'close')),
    ];
    const isSilent = Promise.all(sources).catch(() => undefined);
    // Who hung up is of no use any more, and may still hold the file.
    child.once('disconnect', () => {
      setTimeout(() => this.kill(), this.#patience.endMs).unref();
    });
    const exit = await new Promise<Exit>(resolve => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.on('error', launchError => {
        if (child.pid === undefined) resolve({ code: null, signal: null, launchError });
      });
    });
    const why = this.#why;
    await within(500, isSilent);
    await this.#lastAnswers();
    this.#ending = { ...exit, why, pid: child.pid, wasOpen: this.#isOpen, lastWords: this.#lastWords };
    this.#connection.dispose();
    return this.#ending;
  }

  /** What came just before the end waits in the connection, which takes one message a turn. */
  async #lastAnswers(): Promise<void> {
    for (let turn = 0; turn < 100 && this.#calls.size > 0; turn++) await setImmediate();
  }

  #logOutput({ onLog }: Listening): void {
    const { stdout, stderr } = this.#child;
    if (stdout) createInterface({ input: stdout }).on('line', line => onLog({ level: 'debug', line }));
    if (!stderr) return;
    createInterface({ input: stderr }).on('line', line => {
      onLog({ level: 'warn', line });
      if (/error/i.test(line)) this.#lastWords ??= line.trim();
    });
  }
}

const isOfTheEnd = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  (error instanceof ResponseError && error.code === ErrorCodes.PendingResponseRejected);

function asTold(error: unknown): SparkifyError {
  const failure =
    error instanceof ResponseError ? (error.data as Partial<protocol.CallFailure> | undefined) : undefined;
  if (!(error instanceof ResponseError) || !failure?.code) return asSparkifyError(error);
  return new SparkifyError(failure.code, error.message, { position: failure.position });
}
