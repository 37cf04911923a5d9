import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './suite.ts';

/** The sample lake, served as S3 by the built command in a process of its own. */
export interface Playground {
  readonly url: string;
  /** What lets a program in. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): void;
}

export async function startPlayground(...options: string[]): Promise<Playground> {
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'playground', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => void child.kill();
  process.once('exit', stop);
  return { ...(await readyLine(child)), stop };
}

async function readyLine(child: ChildProcess): Promise<Omit<Playground, 'stop'>> {
  const lines = createInterface({ input: child.stdout! });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('The playground did not start.'))),
  ]);
  return JSON.parse(line);
}
