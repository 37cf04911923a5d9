import {
  Disposable,
  type NotebookCell,
  type NotebookDocument,
  type NotebookDocumentChangeEvent,
  notebooks,
  workspace,
} from 'vscode';
import { cellLanguages } from '../../notebook/notebook.ts';
import { notebookType } from './notebook-type.ts';
import { type NotebookTools, OpenNotebook } from './open-notebook.ts';
import type { Job } from './queue.ts';

/** Runs the cells of every open Sparkify notebook. */
export class Notebooks implements Disposable {
  readonly #tools: NotebookTools;
  readonly #controller = notebooks.createNotebookController('sparkify', notebookType, 'Sparkify');
  readonly #open = new Map<NotebookDocument, OpenNotebook>();
  readonly #selected = new Set<NotebookDocument>();
  /** What goes on in cells before they can run: outputs of earlier, by notebook. */
  readonly #restoring = new Map<NotebookDocument, Promise<void>>();
  /** Under which document a notebook was open before it got its name. */
  readonly #before = new Map<NotebookDocument, NotebookDocument>();
  readonly #listening: Disposable;

  constructor(tools: NotebookTools) {
    this.#tools = tools;
    const controller = this.#controller;
    controller.supportedLanguages = [...cellLanguages];
    controller.supportsExecutionOrder = true;
    controller.description = 'Runs on the warehouse of the notebook’s folder';
    controller.executeHandler = (cells, notebook) => this.#execute(cells, notebook);
    controller.interruptHandler = notebook => this.interrupt(notebook);
    this.#listening = Disposable.from(
      controller,
      controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) this.#wasSelected(notebook);
        else this.#selected.delete(notebook);
      }),
      workspace.onDidChangeNotebookDocument(change => this.#changed(change)),
      workspace.onDidCloseNotebookDocument(notebook => {
        this.#closed(notebook).catch(error => this.#logFault(error));
      }),
    );
  }

  /** What is known of a notebook of ours that is open. */
  of(notebook: NotebookDocument): OpenNotebook | undefined {
    if (notebook.notebookType !== notebookType || notebook.isClosed) return undefined;
    const known = this.#open.get(notebook);
    if (known) return known;
    const opened = new OpenNotebook(notebook, this.#tools);
    this.#open.set(notebook, opened);
    return opened;
  }

  get all(): readonly OpenNotebook[] {
    return [...this.#open.values()];
  }

  interrupt(notebook: NotebookDocument): void {
    this.#open.get(notebook)?.queue.stop();
  }

  async #execute(cells: readonly NotebookCell[], notebook: NotebookDocument): Promise<void> {
    const [{ cellJob }] = await Promise.all([import('./cell-job.ts'), this.#restoring.get(notebook)]);
    const opened = this.of(notebook);
    if (!opened) return;
    const jobs = cells.flatMap((cell): Job[] => {
      // One that waits or runs is asked for already; one that was deleted meanwhile is asked for no more.
      if (cell.index < 0 || opened.queue.holds(cell)) return [];
      return [cellJob(cell, this.#controller.createNotebookCellExecution(cell), opened)];
    });
    await opened.queue.add(jobs);
  }

  #changed({ notebook, contentChanges, cellChanges }: NotebookDocumentChangeEvent): void {
    const opened = this.of(notebook);
    if (!opened) return;
    const removed = contentChanges.flatMap(({ removedCells }) => removedCells).filter(({ index }) => index < 0);
    if (removed.length > 0) {
      opened.queue.dropWhere(cell => removed.includes(cell as NotebookCell));
      for (const cell of removed) opened.letGo(cell);
    }
    for (const { cell, outputs } of cellChanges) {
      if (outputs?.length !== 0) continue;
      // While it runs, what goes is what an earlier run showed; the cell itself tells what comes in its place.
      if (opened.queue.running === cell) continue;
      opened.letGo(cell);
      this.#tools.memory.forget(cell);
    }
  }

  async #closed(notebook: NotebookDocument): Promise<void> {
    const opened = this.#open.get(notebook);
    this.#open.delete(notebook);
    this.#restoring.delete(notebook);
    this.#before.delete(notebook);
    if (notebook.notebookType !== notebookType || !notebook.isUntitled) return opened?.close();
    const saved = this.#savedAs(notebook);
    const { memory, sites } = this.#tools;
    if (saved) {
      await sites.stayWith(saved.uri, sites.whereIs(notebook)?.warehouse);
      memory.move(notebook, saved);
    } else memory.forgetNotebook(notebook);
    await sites.stayWith(notebook.uri, undefined);
    if (!opened || !saved) return opened?.close();
    this.#open.set(saved, opened.goOnAs(saved));
    this.#before.set(saved, notebook);
    if (this.#selected.has(saved)) this.#wasSelected(saved);
  }

  /** The notebook that an untitled one was saved as, just before it closes: it says the same in every cell, and did nothing yet. */
  #savedAs(untitled: NotebookDocument): NotebookDocument | undefined {
    const contents = contentsOf(untitled);
    return workspace.notebookDocuments.find(
      each =>
        each.notebookType === notebookType &&
        !each.isUntitled &&
        !each.isClosed &&
        this.#open.get(each)?.kernel === undefined &&
        contentsOf(each) === contents,
    );
  }

  #wasSelected(notebook: NotebookDocument): void {
    this.#selected.add(notebook);
    const before = this.#before.get(notebook);
    this.#before.delete(notebook);
    const restoring = before ? this.#showAgain(before, notebook) : this.#restore(notebook);
    this.#restoring.set(
      notebook,
      restoring.catch(error => this.#logFault(error)),
    );
  }

  /** The editor forgets outputs when an untitled notebook gets its name: they do not stand in the file. */
  async #showAgain(before: NotebookDocument, saved: NotebookDocument): Promise<void> {
    for (const [i, { outputs, executionSummary }] of before.getCells().entries()) {
      if (outputs.length === 0) continue;
      const execution = this.#controller.createNotebookCellExecution(saved.cellAt(i));
      execution.executionOrder = executionSummary?.executionOrder;
      execution.start(executionSummary?.timing?.startTime);
      await execution.replaceOutput(outputs);
      execution.end(executionSummary?.success, executionSummary?.timing?.endTime);
    }
  }

  /** Shows what an earlier session of the editor left, in cells that show nothing yet. */
  async #restore(notebook: NotebookDocument): Promise<void> {
    const remembered = await this.#tools.memory.recall(notebook);
    if (remembered.length === 0) return;
    const { outputsOf } = await import('./outputs.ts');
    for (const { cell, payloads } of remembered) {
      if (cell.index < 0 || cell.outputs.length > 0) continue;
      const execution = this.#controller.createNotebookCellExecution(cell);
      execution.start();
      await execution.replaceOutput(outputsOf(payloads));
      execution.end(undefined);
    }
  }

  #logFault(error: Error): void {
    this.#tools.log.write('warn', `Outputs are not shown again: ${error.message}`);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const { queue } of this.#open.values()) queue.stop();
  }
}

const contentsOf = (notebook: NotebookDocument): string =>
  JSON.stringify(notebook.getCells().map(({ document }) => [document.languageId, document.getText()]));
