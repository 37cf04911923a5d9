import { Worker } from 'node:worker_threads';
import {
  type CancellationToken,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  type NotificationType,
  type RequestType,
} from 'vscode-jsonrpc/node';
import { asSparkifyError, SparkifyError } from '../base/errors.ts';
import type { Place } from '../session/asked.ts';
import type { LogLevel } from '../session/log.ts';
import { Sessions } from '../session/sessions.ts';
import { type DuckDb, loadDuckDb } from '../warehouse/load.ts';
import { Calls } from './calls.ts';
import { Hidden } from './hidden.ts';
import * as protocol from './protocol.ts';
import { ProgressThrottle } from './throttle.ts';

// How long an ending that nobody waits for may take; then the system frees what we could not.
const graceMs = 600;

/** The process that owns one warehouse: it answers its editor's calls, and ends with it. */
class Server {
  readonly #connection: MessageConnection;
  readonly #calls: Calls;
  readonly #hidden = new Hidden();
  readonly #duckdb: Promise<DuckDb>;
  readonly #parent = process.ppid;
  #sessions: Sessions | undefined;
  #closing: Promise<void> | undefined;

  constructor() {
    this.#connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
    this.#calls = new Calls(error => this.#logFault(error));
    this.#hidden.learn(process.env);
    this.#answerCalls();
    this.#endWhenTold();
    this.#connection.listen();
    // The first call will want it, so it loads while the two still shake hands.
    this.#duckdb = loadDuckDb();
    this.#duckdb.catch(() => undefined);
  }

  #answerCalls(): void {
    this.#on(protocol.open, params => this.#open(params));
    this.#on(protocol.execute, async (params, signal) => {
      const progress = new ProgressThrottle(event =>
        this.#tell(protocol.event, { execution: params.execution, event }),
      );
      try {
        return await this.#opened().execute(params, { signal, emit: progress.emit });
      } finally {
        progress.end();
      }
    });
    this.#on(protocol.page, (params, signal) => this.#opened().page(params, signal));
    this.#on(protocol.release, ({ results }) => this.#opened().release(results));
    this.#on(protocol.catalog, ({ place }) => this.#opened().catalog(place));
    this.#on(protocol.complete, params => this.#opened().complete(params));
    this.#on(protocol.status, ({ session }) => this.#opened().status(session));
    this.#on(protocol.ping, () => undefined);
    this.#on(protocol.endSession, ({ session }) => this.#opened().endSession(session));
    this.#connection.onRequest(protocol.shutdown, () => this.#close());
  }

  #on<P extends object, R>(
    type: RequestType<P, R, protocol.CallFailure>,
    work: (params: P, signal: AbortSignal) => R | Promise<R>,
  ): void {
    this.#connection.onRequest(type.method, (params: P & { place?: Place }, token: CancellationToken) => {
      const { place } = params;
      if (place) this.#hidden.learn(place.env);
      return this.#calls.answer(token, signal => work(params, signal));
    });
  }

  async #open({ version, ...options }: protocol.OpenParams): Promise<protocol.Opened> {
    if (version !== protocol.protocolVersion) {
      throw new SparkifyError(
        'kernel.version',
        `The editor speaks version ${version} of the protocol and its kernel version ${protocol.protocolVersion}: reload the window, so that both come from one installation.`,
      );
    }
    if (this.#sessions) throw new SparkifyError('internal', 'The kernel has its warehouse already.');
    this.#sessions = new Sessions({
      ...options,
      env: process.env,
      log: (level, line) => this.#log(level, line),
      changed: session => this.#tell(protocol.changed, { session }),
    });
    this.#watchParent();
    const duckdb = await this.#duckdb;
    return { pid: process.pid, duckdb: duckdb.version() };
  }

  #opened(): Sessions {
    if (!this.#sessions) throw new SparkifyError('internal', 'The kernel was asked before it was told its warehouse.');
    return this.#sessions;
  }

  #tell<P>(type: NotificationType<P>, params: P): void {
    // Where the channel is gone, that ends the process by itself.
    this.#connection.sendNotification(type.method, params).catch(() => undefined);
  }

  #log(level: LogLevel, line: string): void {
    this.#tell(protocol.log, { level, line: this.#hidden.in(line) });
  }

  #logFault({ message, cause }: SparkifyError): void {
    const stack = cause instanceof Error ? cause.stack : undefined;
    this.#log('error', [message, stack].filter(Boolean).join('\n'));
  }

  /** Cancels what runs, lets every call be answered, and lets go of the file. */
  #close(): Promise<void> {
    this.#closing ??= Promise.all([this.#calls.close(), this.#sessions?.close()]).then(() => undefined);
    return this.#closing;
  }

  #endWhenTold(): void {
    const editorIsGone = () => {
      const wasShutDown = this.#closing !== undefined;
      // exit() would wait for a statement that cannot be interrupted, for minutes; a signal does not.
      this.#endAfterClosing(() => (wasShutDown ? process.exit(0) : killMyself()));
    };
    process.once('disconnect', editorIsGone);
    if (!process.connected) editorIsGone();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      // Once closed, the signal does what it does to any process.
      process.once(signal, () => this.#endAfterClosing(() => process.kill(process.pid, signal)));
    }
    // What is left after a fault that nobody caught cannot be relied on. The next call gets a fresh kernel.
    process.on('uncaughtException', fault => {
      const error = asSparkifyError(fault);
      this.#logFault(error);
      this.#calls.fail(error);
      this.#endAfterClosing(() => process.exit(1));
    });
    // Nobody is left to tell that nobody listens any more.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  }

  /** Ends an orphan also where this thread cannot, because it is in the middle of something. */
  #watchParent(): void {
    const watch = new Worker(new URL('./watch-parent.js', import.meta.url), {
      workerData: { parent: this.#parent, graceMs },
    });
    watch.unref();
    watch.on('error', error => this.#log('warn', `The editor is not watched: ${error.message}`));
  }

  #endAfterClosing(end: () => void): void {
    setTimeout(killMyself, graceMs);
    this.#close().then(end, killMyself);
  }
}

const killMyself = () => process.kill(process.pid, 'SIGKILL');

if (process.send === undefined) {
  process.stderr.write('This is what the editor works with on a warehouse; in a shell it is `sparkify`.\n');
  process.exitCode = 2;
} else {
  new Server();
}
