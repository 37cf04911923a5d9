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
import { RenamedNotebooks } from './renamed-notebooks.ts';
import { ReturningOutputs } from './returning-outputs.ts';

/** Runs the cells of every open Sparkify notebook. */
export class Notebooks implements Disposable {
  readonly #tools: NotebookTools;
  readonly #controller = notebooks.createNotebookController('sparkify', notebookType, 'Sparkify');
  readonly #open = new Map<NotebookDocument, OpenNotebook>();
  readonly #returning: ReturningOutputs;
  readonly #renamed = new RenamedNotebooks();
  readonly #listening: Disposable;

  constructor(tools: NotebookTools) {
    this.#tools = tools;
    const controller = this.#controller;
    controller.supportedLanguages = [...cellLanguages];
    controller.supportsExecutionOrder = true;
    controller.description = 'Runs on the warehouse of the notebook’s folder';
    controller.executeHandler = (cells, notebook) => this.#execute(cells, notebook);
    controller.interruptHandler = notebook => this.interrupt(notebook);
    this.#returning = new ReturningOutputs(controller, tools.memory, tools.log);
    this.#listening = Disposable.from(
      controller,
      this.#returning,
      this.#renamed,
      workspace.onDidOpenNotebookDocument(notebook => {
        this.#opened(notebook).catch(error => this.#logFault(error));
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
    const [{ cellJob }] = await Promise.all([import('./cell-job.ts'), this.#returning.to(notebook)]);
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

  /** One that has another name now goes on under it. */
  async #opened(notebook: NotebookDocument): Promise<void> {
    const before = this.#renamed.formerOf(notebook);
    if (!before) return;
    const opened = this.#open.get(before);
    this.#open.delete(before);
    await this.#goOn(before, notebook, opened);
  }

  async #closed(notebook: NotebookDocument): Promise<void> {
    const opened = this.#open.get(notebook);
    this.#open.delete(notebook);
    this.#returning.forget(notebook);
    if (notebook.notebookType !== notebookType) return;
    if (notebook.isUntitled) return this.#untitledClosed(notebook, opened);
    if (opened && this.#renamed.isBetweenNames(notebook)) this.#open.set(notebook, opened);
    else await opened?.close();
  }

  async #untitledClosed(untitled: NotebookDocument, opened: OpenNotebook | undefined): Promise<void> {
    const saved = this.#savedAs(untitled);
    const { memory, sites } = this.#tools;
    if (saved) {
      memory.move(untitled, saved);
      return this.#goOn(untitled, saved, opened);
    }
    memory.forgetNotebook(untitled);
    await sites.stayWith(untitled.uri, undefined);
    await opened?.close();
  }

  /** The same notebook under another name: its session, its warehouse and its outputs go with it. */
  async #goOn(before: NotebookDocument, after: NotebookDocument, opened: OpenNotebook | undefined): Promise<void> {
    const { sites } = this.#tools;
    if (opened) this.#open.set(after, opened.goOnAs(after));
    this.#returning.from(before, after);
    await sites.stayWith(after.uri, sites.whereIs(before)?.warehouse);
    await sites.stayWith(before.uri, undefined);
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

  #logFault(error: Error): void {
    this.#tools.log.write('warn', `A notebook does not go on under its new name: ${error.message}`);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const { queue } of this.#open.values()) queue.stop();
  }
}

const contentsOf = (notebook: NotebookDocument): string =>
  JSON.stringify(notebook.getCells().map(({ document }) => [document.languageId, document.getText()]));
