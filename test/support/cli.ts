import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Day, dayKey, type Fields, lines, song, songKey } from './lake-builder.ts';

export const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface How {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly beneath?: string;
}

export interface Shell {
  /** The working folder; gone afterwards. */
  readonly folder: string;
  /** Runs the built command to its end. */
  sparkify(...words: string[]): Promise<Ended>;
  /** The same with standard input, other variables, or in a folder beneath. */
  sparkifyWith(how: How, ...words: string[]): Promise<Ended>;
  start(...words: string[]): ChildProcess;
  /** In the middle of a statement that would take years. */
  startBusy(): Promise<ChildProcess>;
  write(path: string, content: string): Promise<void>;
}

/** A shell in an empty folder, without any settings of the person who runs the tests. */
export async function inShell<T>(
  work: (shell: Shell) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  if (!existsSync(cli)) throw new Error('The command is not built: npm run build.');
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sparkify-cli-')));
  const plain = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|SPARKIFY)_|COLOR/.test(name)),
  );
  const children: ChildProcess[] = [];
  const keep = <T extends ChildProcess>(child: T): T => {
    children.push(child);
    return child;
  };
  const startWith = ({ env: more = {}, beneath = '.' }: How, words: readonly string[]) =>
    keep(
      spawn(process.execPath, [cli, ...words], {
        cwd: join(folder, beneath),
        env: { ...plain, HOME: folder, ...env, ...more },
      }),
    );
  const sparkifyWith: Shell['sparkifyWith'] = async (how, ...words) => {
    const child = startWith(how, words);
    child.stdin.end(how.input ?? '');
    return ended(child);
  };
  try {
    return await work({
      folder,
      sparkifyWith,
      sparkify: (...words) => sparkifyWith({}, ...words),
      start: (...words) => startWith({}, words),
      startBusy: async () => {
        const endless = 'SELECT 1 AS n; SELECT count(*) FROM range(100000000000) a, range(10)';
        const child = startWith({}, ['sql', endless, '--format', 'markdown']);
        for await (const line of createInterface({ input: child.stdout })) if (line === '| 1 |') break;
        return child;
      },
      write: async (path, content) => {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      },
    });
  } finally {
    // What a failed test left running.
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'exit') as Promise<[number | null]>,
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
  ]);
  return { code, stdout, stderr };
}

/** The one JSON document that standard output must be. */
export function documentOf<T = Record<string, unknown>>({ stdout }: Ended): T {
  return JSON.parse(stdout) as T;
}

/** Puts songs and days of events into the folder `lake`, as a bucket would have them. */
export async function writeLake(
  shell: Shell,
  content: { songs?: readonly Fields[]; days?: readonly Day[] },
): Promise<void> {
  for (const [i, fields] of (content.songs ?? [{}]).entries()) {
    await shell.write(`lake/song_data/${songKey(i)}`, JSON.stringify(song({ song_id: `SO${i}`, ...fields })));
  }
  for (const { date, events } of content.days ?? []) await shell.write(`lake/log_data/${dayKey(date)}`, lines(events));
}
