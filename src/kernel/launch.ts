import { type ChildProcess, type ForkOptions, fork, type SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SparkifyError } from '../base/errors.ts';

export interface Launch {
  /** The bundled kernel. */
  readonly script: string;
  /** The editor's own environment. No secret of ours is added to it: those travel with each call. */
  readonly env: NodeJS.ProcessEnv;
  readonly warehouse: string;
}

/** Starts the process, whatever the editor itself runs on. */
export function launch({ script, env, warehouse }: Launch): ChildProcess {
  if (!existsSync(script)) {
    throw new SparkifyError('kernel.start', `${script} is missing: install Sparkify again.`);
  }
  const folder = dirname(warehouse);
  const options: ForkOptions & Pick<SpawnOptions, 'windowsHide'> = {
    env: kernelEnvironment(env),
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
    ...(existsSync(folder) ? { cwd: folder } : {}),
  };
  try {
    return fork(script, [], options);
  } catch (cause) {
    throw notLaunched(cause);
  }
}

/** Some of what keeps the system from starting a process is thrown, the rest comes as an event. */
export const notLaunched = (cause: unknown): SparkifyError => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SparkifyError(
    'kernel.start',
    `The kernel could not be started: ${reason}. Reload the window and try again.`,
    {
      cause,
    },
  );
};

// What an editor tells its own processes: entry points, debuggers and their options would work on the kernel, too.
const ofTheEditor = /^(VSCODE_|ELECTRON_)|^NODE_(OPTIONS|CHANNEL_|UNIQUE_ID)/i;

/** The environment without what is meant for the editor's own processes; Electron behaves as plain Node. */
export function plainEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !ofTheEditor.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}

/** Each call that DuckDB is busy with holds one of these; there are four unless somebody says otherwise, and a fifth session would wait. */
const callsAtOnce = 64;

/** What the person has set counts. */
export const kernelEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  UV_THREADPOOL_SIZE: String(callsAtOnce),
  ...plainEnvironment(env),
});
