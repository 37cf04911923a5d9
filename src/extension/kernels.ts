import { type Disposable, EventEmitter } from 'vscode';
import type { Kernel } from '../kernel/client.ts';
import type { KernelPool } from '../kernel/pool.ts';
import type { Log } from './log.ts';
import { editorSettings } from './settings.ts';

export interface KernelsOptions {
  readonly script: string;
  readonly log: Log;
}

/** The kernels of this window, one a warehouse. Nothing of them is loaded before the first is wanted. */
export class Kernels implements Disposable {
  readonly #options: KernelsOptions;
  readonly #changed = new EventEmitter<Kernel>();
  /** Its state is another, or what it would tell of itself. */
  readonly onDidChange = this.#changed.event;
  #pool: Promise<KernelPool> | undefined;
  #made: KernelPool | undefined;

  constructor(options: KernelsOptions) {
    this.#options = options;
  }

  /** The one that works on this file; its process starts with the first call. */
  async at(warehouse: string): Promise<Kernel> {
    this.#pool ??= this.#makePool();
    const pool = await this.#pool;
    return pool.at(warehouse);
  }

  /** Those that have a process, or are about to. */
  get running(): readonly Kernel[] {
    return (this.#made?.kernels ?? []).filter(({ state }) => state !== 'stopped' && state !== 'dead');
  }

  async #makePool(): Promise<KernelPool> {
    const { KernelPool } = await import('../kernel/pool.ts');
    const { script, log } = this.#options;
    const pool = new KernelPool({
      script,
      env: process.env,
      settings: () => {
        const { idleCloseMs, memoryLimit, threads, pageRows } = editorSettings();
        return { idleCloseMs, memoryLimit, threads, pageRows };
      },
    });
    pool.onMade(kernel => {
      kernel.onLog(({ level, line }) => log.write(level, line));
      kernel.onState(() => this.#changed.fire(kernel));
      kernel.onChanged(() => this.#changed.fire(kernel));
    });
    this.#made = pool;
    return pool;
  }

  async dispose(): Promise<void> {
    this.#changed.dispose();
    await this.#made?.dispose();
  }
}
