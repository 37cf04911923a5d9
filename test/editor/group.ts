import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process and all that it starts. */
export interface Group {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  end(): Promise<void>;
}

const hasGroups = process.platform !== 'win32';
const endWithParent = new URL('end-with-parent.mjs', import.meta.url).href;

/** Starts a script in a process group of its own, which ends when we do: by choice, by Ctrl+C, or by kill -9. */
export function startGroup(
  node: string,
  args: readonly string[],
  how: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Group {
  const child = spawn(node, [...(hasGroups ? ['--import', endWithParent] : []), ...args], {
    ...how,
    detached: hasGroups,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  const kill = () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (hasGroups) process.kill(-child.pid!, 'SIGKILL');
    else child.kill();
  };
  process.on('exit', kill);
  const end = async () => {
    process.off('exit', kill);
    kill();
    await exited;
  };
  return { child, exited, end };
}
