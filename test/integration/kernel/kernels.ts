import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Kernel, type KernelOptions, type KernelState } from '../../../src/kernel/client.ts';
import type { Executed, Place } from '../../../src/session/asked.ts';

export const realKernel = fileURLToPath(new URL('../../../dist/kernel.js', import.meta.url));

/** The same, and a signal breaks it. */
export const breakable = fileURLToPath(new URL('breakable.mjs', import.meta.url));

/** A folder of its own for the work, gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sparkify-kernel-')));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The script of a kernel that dies, hangs or lies as its cells tell it to. */
export async function stubIn(folder: string): Promise<string> {
  const script = join(folder, 'stub.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('stub.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return script;
}

/** A kernel, all it has told, and short ways to ask it. */
export interface Tested {
  readonly kernel: Kernel;
  readonly states: KernelState[];
  readonly log: string[];
  readonly exits: (string | undefined)[];
  run(text: string, signal?: AbortSignal): Promise<Executed>;
  /** Runs a cell, and waits until it is under way: the stub tells of each that reaches it. */
  begun(text: string, signal?: AbortSignal): Promise<{ readonly answer: Promise<Executed> }>;
  /** What the cell says. */
  text(text: string): Promise<string>;
  reaches(state: KernelState): Promise<void>;
}

export function tested(options: Partial<KernelOptions> & Pick<KernelOptions, 'script' | 'warehouse'>): Tested {
  if (!existsSync(realKernel)) throw new Error('The kernel is not built: npm run build.');
  const kernel = new Kernel({ env: process.env, settings: () => ({ idleCloseMs: 60_000, pageRows: 100 }), ...options });
  const states: KernelState[] = [];
  const log: string[] = [];
  const exits: (string | undefined)[] = [];
  kernel.onState(state => states.push(state));
  kernel.onLog(({ level, line }) => log.push(`${level}: ${line}`));
  kernel.onExit(({ error }) => exits.push(error?.message));
  let executions = 0;
  const run = (text: string, signal?: AbortSignal) =>
    kernel.execute({ place, execution: `e${++executions}`, language: 'sql', text, names: [] }, signal);
  return {
    kernel,
    states,
    log,
    exits,
    run,
    text: async text => textOf(await run(text)),
    begun: async (text, signal) => {
      const heard = new Promise<void>(resolve => {
        const listening = kernel.onEvent(({ event }) => {
          if (event.type !== 'warning' || event.message !== text) return;
          listening.dispose();
          resolve();
        });
      });
      const answer = run(text, signal);
      // Whoever waits for it hears of it; until then it may fail unheard.
      answer.catch(() => undefined);
      await Promise.race([heard, answer]);
      return { answer };
    },
    reaches: state => reached(kernel, state),
  };
}

export const place: Place = { session: 'notebook', folder: tmpdir(), env: {} };

export function textOf({ outputs }: Executed): string {
  const [output] = outputs;
  return output?.kind === 'text' ? output.text : JSON.stringify(output);
}

async function reached(kernel: Kernel, wanted: KernelState): Promise<void> {
  if (kernel.state === wanted) return;
  await new Promise<void>(resolve => {
    const listening = kernel.onState(state => {
      if (state !== wanted) return;
      listening.dispose();
      resolve();
    });
  });
}

/** A kernel whose cells make it die, hang or lie. */
export const withStub = (
  work: (stub: Tested, folder: string) => Promise<void>,
  options: Partial<KernelOptions> = {},
): Promise<void> =>
  inFolder(async folder => {
    const stub = tested({ script: await stubIn(folder), warehouse: join(folder, 'w.duckdb'), ...options });
    try {
      await work(stub, folder);
    } finally {
      await stub.kernel.dispose();
    }
  });
