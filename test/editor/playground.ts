import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Group, startGroup } from './group.ts';
import { root } from './suite.ts';

/** The sample lake, served as S3 by the built command in a process of its own. */
export interface Playground {
  readonly url: string;
  /** What lets a program in. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startPlayground(...options: readonly string[]): Promise<Playground> {
  const args = [join(root, 'dist/cli.js'), 'playground', '--json', ...options];
  const group = startGroup(process.execPath, args, { cwd: root, env: process.env });
  group.child.stderr!.pipe(process.stderr);
  return { ...(await whatItTells(group)), stop: group.end };
}

async function whatItTells({ child, exited }: Group): Promise<Omit<Playground, 'stop'>> {
  const line = once(createInterface({ input: child.stdout! }), 'line');
  const failed = exited.then(() => Promise.reject(new Error('The playground did not start.')));
  const [told] = (await Promise.race([line, failed])) as [string];
  return JSON.parse(told);
}
