import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '../../scripts/fetch/npm.ts';
import { type Group, startGroup } from './group.ts';
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

/** The server of a VS Code, and what it started: extension hosts, watchers, and whatever extensions started there. */
export class EditorServer {
  readonly authority: string;
  readonly #group: Group;
  readonly #token: string;

  private constructor(group: Group, port: number, token: string) {
    this.#group = group;
    this.#token = token;
    this.authority = `127.0.0.1:${port}`;
  }

  static async start(options: ServerOptions): Promise<EditorServer> {
    const { editor, home, settings, runsTests = false, asksForTrust = false } = options;
    await writeSettings(home, settings);
    const token = randomBytes(16).toString('hex');
    const tokenFile = join(home, 'token');
    await writeFile(tokenFile, token, { mode: 0o600 });
    const args = [
      '--host=127.0.0.1',
      '--port=0',
      `--connection-token-file=${tokenFile}`,
      '--accept-server-license-terms',
      '--telemetry-level=off',
      '--disable-experiments',
      ...(runsTests ? ['--enable-smoke-test-driver'] : []),
      ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    ];
    const group = startGroup(editor.node, [mainOf(editor), ...foldersIn(home), ...args], {
      cwd: home,
      env: environment(options),
    });
    const log = join(home, 'server.log');
    const failed = group.exited.then(() => Promise.reject(new Error(`VS Code's server did not start: see ${log}.`)));
    return new EditorServer(group, await Promise.race([portOf(group.child, log), failed]), token);
  }

  /** Where a browser finds a folder, or a window without one; `payload` are things the workbench is told at its start. */
  pageUrl(folder: string | undefined, payload: readonly (readonly [string, string])[] = []): string {
    const url = new URL(`http://${this.authority}/`);
    url.searchParams.set('tkn', this.#token);
    if (folder === undefined) url.searchParams.set('ew', 'true');
    else url.searchParams.set('folder', folder);
    if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  /** A file of this machine, as the page names it. */
  remoteUri(path: string): string {
    return `vscode-remote://${this.authority}${encodeURI(path)}`;
  }

  /** When it is over, by whatever cause. */
  get exited(): Promise<unknown> {
    return this.#group.exited;
  }

  async stop(): Promise<void> {
    await this.#group.end();
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
