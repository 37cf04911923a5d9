import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Disposable, EventEmitter } from 'vscode';
import { SparkifyError } from '../base/errors.ts';
import { plainEnvironment } from '../kernel/launch.ts';
import type { Log } from './log.ts';
import type { LakeAnswer } from './palette/lakes.ts';

/** What the playground told when it was ready. */
export interface Served {
  readonly url: string;
  readonly port: number;
  readonly lake: LakeAnswer;
  /** What the commands need besides: no secrets, they open nothing else. */
  readonly environment: Readonly<Record<string, string>>;
}

/** As init --playground writes it down, so that the same project file serves the next time. */
const usualPort = 9000;

/** The sample lake, served by a process of its own that ends with the editor. */
export class Playground implements Disposable {
  readonly #script: string;
  readonly #log: Log;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #child: ChildProcess | undefined;
  #served: Served | undefined;

  constructor(script: string, log: Log) {
    this.#script = script;
    this.#log = log;
  }

  get served(): Served | undefined {
    return this.#served;
  }

  /** On its usual port, or on a free one where another program has that. */
  async start(): Promise<Served> {
    if (this.#served) return this.#served;
    const served = (await this.#try(usualPort)) ?? (await this.#try(0));
    if (!served) {
      throw new SparkifyError('lake.unreachable', 'The playground could not be started; the log says why.');
    }
    this.#served = served;
    this.#changed.fire();
    return served;
  }

  async #try(port: number): Promise<Served | undefined> {
    this.stop();
    const child = fork(this.#script, ['playground', '--json', '--port', String(port)], {
      env: plainEnvironment(process.env),
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.once('exit', () => this.#isGone(child));
    child.once('error', error => this.#log.write('error', `The playground: ${error.message}`));
    createInterface({ input: child.stderr! }).on('line', line => this.#log.write('warn', `The playground: ${line}`));
    const [line] = (await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), exited(child)])) as [
      string | undefined,
    ];
    return line === undefined ? undefined : servedOf(line);
  }

  stop(): void {
    this.#child?.kill();
  }

  #isGone(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (!this.#served) return;
    this.#served = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    this.stop();
    this.#changed.dispose();
  }
}

async function exited(child: ChildProcess): Promise<[undefined]> {
  await once(child, 'exit');
  return [undefined];
}

function servedOf(line: string): Served {
  const { url, port, environment } = JSON.parse(line) as Omit<Served, 'lake'>;
  return { url, port, environment, lake: { source: 's3://sparkify', endpoint: url } };
}
