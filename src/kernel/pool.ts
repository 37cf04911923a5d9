import { Emitter, type Event } from 'vscode-jsonrpc/node';
import { cancelled } from '../base/errors.ts';
import { realPathOf } from '../warehouse/path.ts';
import { Kernel, type KernelOptions } from './client.ts';

/** One kernel a warehouse, whatever links or names lead to it. */
export class KernelPool {
  readonly #options: Omit<KernelOptions, 'warehouse'>;
  readonly #kernels = new Map<string, Kernel>();
  readonly #made = new Emitter<Kernel>();
  #isDisposed = false;

  constructor(options: Omit<KernelOptions, 'warehouse'>) {
    this.#options = options;
  }

  /** Tells of each kernel once, before it is used. */
  get onMade(): Event<Kernel> {
    return this.#made.event;
  }

  get kernels(): readonly Kernel[] {
    return [...this.#kernels.values()];
  }

  /** The kernel of this file, which need not exist yet; its process starts when it is first asked something. */
  async at(warehouse: string): Promise<Kernel> {
    const path = await realPathOf(warehouse, true);
    if (this.#isDisposed) throw cancelled();
    const known = this.#kernels.get(path);
    if (known) return known;
    const kernel = new Kernel({ ...this.#options, warehouse: path });
    this.#kernels.set(path, kernel);
    this.#made.fire(kernel);
    return kernel;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.all(this.kernels.map(kernel => kernel.dispose()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}
