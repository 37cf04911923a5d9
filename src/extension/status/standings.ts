import { type Disposable, EventEmitter, type NotebookDocument } from 'vscode';
import { asSparkifyError, type SparkifyError } from '../../base/errors.ts';
import type { KernelState } from '../../kernel/client.ts';
import type { Standing } from '../../session/asked.ts';
import type { Kernels } from '../kernels.ts';
import type { Notebooks } from '../notebook/notebooks.ts';
import type { Site } from '../site.ts';
import type { Sites } from '../sites.ts';

/** How a notebook stands, for all that shows it. */
export interface NotebookStanding {
  readonly site: Site;
  readonly kernel: KernelState;
  readonly standing: Standing;
}

export type Known = NotebookStanding | { readonly error: SparkifyError };

const settleMs = 150;

/** Asks how notebooks stand when something may have changed, and remembers it: asking starts no kernel. */
export class Standings implements Disposable {
  readonly #kernels: Kernels;
  readonly #sites: Sites;
  readonly #notebooks: Notebooks;
  readonly #known = new WeakMap<NotebookDocument, Known>();
  readonly #stale = new Set<NotebookDocument>();
  readonly #changed = new EventEmitter<NotebookDocument>();
  readonly onDidChange = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(kernels: Kernels, sites: Sites, notebooks: Notebooks) {
    this.#kernels = kernels;
    this.#sites = sites;
    this.#notebooks = notebooks;
  }

  of(notebook: NotebookDocument): Known | undefined {
    return this.#known.get(notebook);
  }

  /** Several changes at once are one. */
  refresh(notebooks: Iterable<NotebookDocument>): void {
    for (const notebook of notebooks) this.#stale.add(notebook);
    if (this.#stale.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const stale = [...this.#stale];
      this.#stale.clear();
      for (const notebook of stale) void this.#ask(notebook);
    }, settleMs);
  }

  async #ask(notebook: NotebookDocument): Promise<void> {
    if (notebook.isClosed) return;
    this.#known.set(notebook, await this.#find(notebook));
    this.#changed.fire(notebook);
  }

  async #find(notebook: NotebookDocument): Promise<Known> {
    try {
      const site = await this.#sites.siteOfNotebook(notebook);
      const kernel = await this.#kernels.at(site.warehouse);
      const standing = await kernel.status(this.#notebooks.of(notebook)?.session);
      return { site, kernel: kernel.state, standing };
    } catch (error) {
      return { error: asSparkifyError(error) };
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }
}
