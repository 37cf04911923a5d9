import { randomUUID } from 'node:crypto';
import type { NotebookCell, NotebookDocument } from 'vscode';
import type { Kernel } from '../../kernel/client.ts';
import type { Payload } from '../../output/payload.ts';
import type { Kernels } from '../kernels.ts';
import type { Log } from '../log.ts';
import type { Bearings, Sites } from '../sites.ts';
import type { Workplace } from './cell-job.ts';
import type { CellMemory } from './cell-memory.ts';
import type { CellProblems } from './cell-problems.ts';
import { resultsIn } from './outputs.ts';
import { ExecutionQueue } from './queue.ts';

interface Held {
  readonly kernel: Kernel;
  readonly results: readonly string[];
}

export interface NotebookTools {
  readonly kernels: Kernels;
  readonly sites: Sites;
  readonly problems: CellProblems;
  readonly memory: CellMemory;
  readonly log: Log;
}

/** A notebook while it is open: what waits to run in it, which kernel it works with, which results its outputs show. */
export class OpenNotebook implements Workplace {
  readonly document: NotebookDocument;
  readonly queue = new ExecutionQueue();
  /** In its kernel. Not its name: one that is saved under another goes on in the same. */
  readonly session: string;
  readonly #tools: NotebookTools;
  readonly #held = new Map<NotebookCell, Held>();
  #kernel: Kernel | undefined;
  #order = 0;

  constructor(document: NotebookDocument, tools: NotebookTools, session: string = randomUUID()) {
    this.document = document;
    this.#tools = tools;
    this.session = session;
  }

  /** The one its session lives in; undefined before anything ran. */
  get kernel(): Kernel | undefined {
    return this.#kernel;
  }

  bearings(text: string): Promise<Bearings> {
    return this.#tools.sites.bearingsOfNotebook(this.document, this.session, text);
  }

  async kernelOn(warehouse: string): Promise<Kernel> {
    const kernel = await this.#tools.kernels.at(warehouse);
    const before = this.#kernel;
    this.#kernel = kernel;
    // The warehouse is another: what the session knew is of the one before.
    if (before && before !== kernel) await this.#endSessionIn(before);
    return kernel;
  }

  nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  /** A fresh session counts from the beginning. */
  startOver(): void {
    this.#order = 0;
  }

  began(cell: NotebookCell): void {
    this.#tools.problems.clear(cell);
  }

  showed(cell: NotebookCell, text: string, payloads: readonly Payload[], kernel: Kernel | undefined): void {
    this.letGo(cell);
    const results = resultsIn(payloads);
    const isThere = cell.index >= 0 && !this.document.isClosed;
    if (kernel && results.length > 0) {
      if (isThere) this.#held.set(cell, { kernel, results });
      else void kernel.release(results).catch(() => undefined);
    }
    // Of a cell that was edited meanwhile nothing is known: neither where the error lies now, nor what it would show.
    if (!isThere || cell.document.getText() !== text) return;
    this.#tools.problems.show(cell, payloads);
    this.#tools.memory.keep(cell, payloads);
  }

  /** The kernel that holds a result of this notebook, and the cell that shows it. */
  holderOf(result: string): { readonly kernel: Kernel; readonly cell: NotebookCell } | undefined {
    for (const [cell, { kernel, results }] of this.#held) if (results.includes(result)) return { kernel, cell };
    return undefined;
  }

  /** What the cell showed is shown no more. */
  letGo(cell: NotebookCell): void {
    const held = this.#held.get(cell);
    if (!held) return;
    this.#held.delete(cell);
    void held.kernel.release(held.results).catch(() => undefined);
  }

  /** The same notebook under another name, cell by cell: its session goes on, and this one is over. */
  goOnAs(document: NotebookDocument): OpenNotebook {
    const heir = new OpenNotebook(document, this.#tools, this.session);
    heir.#kernel = this.#kernel;
    heir.#order = this.#order;
    const cells = document.getCells();
    for (const [i, cell] of this.document.getCells().entries()) {
      const [held, next] = [this.#held.get(cell), cells[i]];
      if (held && next) heir.#held.set(next, held);
      this.#tools.problems.clear(cell);
    }
    this.queue.stop();
    return heir;
  }

  async close(): Promise<void> {
    this.queue.stop();
    for (const cell of this.document.getCells()) this.#tools.problems.clear(cell);
    if (this.#kernel) await this.#endSessionIn(this.#kernel);
  }

  async #endSessionIn(kernel: Kernel): Promise<void> {
    for (const [cell, held] of this.#held) if (held.kernel === kernel) this.#held.delete(cell);
    // A kernel that is gone has ended its sessions by that.
    await kernel.endSession(this.session).catch(() => undefined);
  }
}
