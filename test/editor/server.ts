import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '../../scripts/fetch/npm.ts';
import type { Installed } from './install/install.ts';

export interface ServerOptions {
  readonly editor: Installed;
  /** Profile, extensions and logs lie beneath; nothing of the person's own VS Code is read or written. */
  readonly home: string;
  readonly settings: object;
  /** What extensions find in their environment beside PATH and HOME. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Lets the address name tests to run in the extension host; then dialogs are refused and no notification shows. */
  readonly runsTests?: boolean;
  /** Asks whether a folder is trusted before extensions may act in it. */
  readonly asksForTrust?: boolean;
}

/** The server of a VS Code, with a process group of its own: it ends with us, however we end. */
export class EditorServer {
  readonly authority: string;
  readonly #child: ChildProcess;
  readonly #token: string;
  readonly #exited: Promise<void>;
  readonly #endWithUs = (): void => this.#kill();

  private constructor(child: ChildProcess, exited: Promise<void>, port: number, token: string) {
    this.#child = child;
    this.#exited = exited;
    this.#token = token;
    this.authority = `127.0.0.1:${port}`;
    process.on('exit', this.#endWithUs);
  }

  static async start(options: ServerOptions): Promise<EditorServer> {
    const { home, settings, runsTests = false, asksForTrust = false } = options;
    await writeSettings(home, settings);
    const token = randomBytes(16).toString('hex');
    const child = serverProcess(options, [
      '--host=127.0.0.1',
      '--port=0',
      `--connection-token=${token}`,
      '--accept-server-license-terms',
      '--telemetry-level=off',
      '--disable-experiments',
      ...(runsTests ? ['--enable-smoke-test-driver'] : []),
      ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    ]);
    const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
    const port = await Promise.race([
      portOf(child, join(home, 'server.log')),
      exited.then(() => Promise.reject(new Error(`VS Code's server did not start: see ${join(home, 'server.log')}.`))),
    ]);
    return new EditorServer(child, exited, port, token);
  }

  /** Where a browser finds a folder; `payload` are things the workbench is told at its start. */
  pageUrl(folder: string, payload: readonly (readonly [string, string])[] = []): string {
    const url = new URL(`http://${this.authority}/`);
    url.searchParams.set('tkn', this.#token);
    url.searchParams.set('folder', folder);
    if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  /** A file of this machine, as the page names it. */
  remoteUri(path: string): string {
    return `vscode-remote://${this.authority}${encodeURI(path)}`;
  }

  /** When it is over, by whatever cause. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  async stop(): Promise<void> {
    process.off('exit', this.#endWithUs);
    this.#kill();
    await this.#exited;
  }

  /** Extension hosts, watchers and all that extensions started there belong to the group. */
  #kill(): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    if (process.platform === 'win32') this.#child.kill();
    else process.kill(-this.#child.pid!, 'SIGKILL');
  }
}

/** Puts a VSIX in as a person's VS Code would, asking whether it is made for this version. */
export async function installExtension(vsix: string, editor: Installed, home: string): Promise<void> {
  const args = [mainOf(editor), ...foldersIn(home), '--force', `--install-extension=${vsix}`];
  await run(editor.node, args, home, { env: environment({ home }) });
}

async function writeSettings(home: string, settings: object): Promise<void> {
  const folder = join(home, 'user/User');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

const endWithParent = new URL('end-with-parent.mjs', import.meta.url).href;

function serverProcess(options: ServerOptions, args: readonly string[]): ChildProcess {
  const { editor, home } = options;
  const guard = process.platform === 'win32' ? [] : ['--import', endWithParent];
  return spawn(editor.node, [...guard, mainOf(editor), ...foldersIn(home), ...args], {
    cwd: home,
    detached: process.platform !== 'win32',
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

const mainOf = ({ folder }: Installed): string => join(folder, 'out/server-main.js');

const foldersIn = (home: string): string[] => [
  `--server-data-dir=${join(home, 'server')}`,
  `--user-data-dir=${join(home, 'user')}`,
  `--extensions-dir=${join(home, 'extensions')}`,
];

/** No gallery: nothing is looked up or fetched. */
const environment = ({ home, env }: Pick<ServerOptions, 'home' | 'env'>): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LANG: 'C.UTF-8',
  HOME: home,
  EXTENSIONS_GALLERY: '{}',
  ...env,
});

function portOf(child: ChildProcess, log: string): Promise<number> {
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout!.pipe(file);
  child.stderr!.pipe(file);
  return new Promise(resolve => {
    createInterface({ input: child.stdout! }).on('line', line => {
      const [, port] = /Extension host agent listening on (\d+)/.exec(line) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
  });
}
