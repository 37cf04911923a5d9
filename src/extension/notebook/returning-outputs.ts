import {
  commands,
  Disposable,
  type NotebookController,
  type NotebookDocument,
  type NotebookEditor,
  window,
} from 'vscode';
import type { Log } from '../log.ts';
import type { CellMemory } from './cell-memory.ts';
import { notebookType } from './notebook-type.ts';

const extension = 'sparkify.sparkify';

/** Brings outputs back into cells that show none: those of an earlier session of the editor, and those of a notebook that has another name now. */
export class ReturningOutputs implements Disposable {
  readonly #controller: NotebookController;
  readonly #memory: CellMemory;
  readonly #log: Log;
  readonly #selected = new Set<NotebookDocument>();
  /** What a notebook was before it got its name. */
  readonly #before = new Map<NotebookDocument, NotebookDocument>();
  readonly #underWay = new Map<NotebookDocument, Promise<void>>();
  readonly #listening: Disposable;

  constructor(controller: NotebookController, memory: CellMemory, log: Log) {
    this.#controller = controller;
    this.#memory = memory;
    this.#log = log;
    this.#listening = Disposable.from(
      controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) this.#wasSelected(notebook);
        else this.#selected.delete(notebook);
      }),
      window.onDidChangeVisibleNotebookEditors(editors => this.#selectIn(editors)),
    );
    this.#selectIn(window.visibleNotebookEditors);
  }

  /** What goes on in its cells before they can run. */
  to(notebook: NotebookDocument): Promise<void> | undefined {
    return this.#underWay.get(notebook);
  }

  /** The editor forgets outputs when a notebook gets another name: they do not stand in the file. */
  from(before: NotebookDocument, after: NotebookDocument): void {
    this.#before.set(after, before);
    if (this.#selected.has(after)) this.#wasSelected(after);
    else this.#selectIn(window.visibleNotebookEditors);
  }

  forget(notebook: NotebookDocument): void {
    this.#underWay.delete(notebook);
    this.#before.delete(notebook);
    this.#selected.delete(notebook);
  }

  /** Only whom the editor has given a notebook may show something in it, and it gives one that has a new name to nobody. */
  #selectIn(editors: readonly NotebookEditor[]): void {
    for (const notebookEditor of editors)
      void this.#selectWhereNeeded(notebookEditor).catch(error => this.#logFault(error));
  }

  async #selectWhereNeeded(notebookEditor: NotebookEditor): Promise<void> {
    const { notebook } = notebookEditor;
    if (notebook.notebookType !== notebookType || this.#selected.has(notebook)) return;
    if (!this.#before.has(notebook) && !(await this.#memory.has(notebook))) return;
    if (this.#selected.has(notebook)) return;
    const { id } = this.#controller;
    await commands.executeCommand('notebook.selectKernel', { notebookEditor, id, extension });
  }

  #wasSelected(notebook: NotebookDocument): void {
    this.#selected.add(notebook);
    const before = this.#before.get(notebook);
    this.#before.delete(notebook);
    const showing = before ? this.#showAgain(before, notebook) : this.#restore(notebook);
    this.#underWay.set(
      notebook,
      showing.catch(error => this.#logFault(error)),
    );
  }

  async #showAgain(before: NotebookDocument, after: NotebookDocument): Promise<void> {
    const cells = after.getCells();
    for (const [i, { outputs, executionSummary, document }] of before.getCells().entries()) {
      const cell = cells[i];
      if (outputs.length === 0 || cell?.document.getText() !== document.getText()) continue;
      const execution = this.#controller.createNotebookCellExecution(cell);
      execution.executionOrder = executionSummary?.executionOrder;
      execution.start(executionSummary?.timing?.startTime);
      await execution.replaceOutput(outputs);
      execution.end(executionSummary?.success, executionSummary?.timing?.endTime);
    }
  }

  /** Shows what an earlier session of the editor left, in cells that show nothing yet. */
  async #restore(notebook: NotebookDocument): Promise<void> {
    const remembered = await this.#memory.recall(notebook);
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
    this.#log.write('warn', `Outputs are not shown again: ${error.message}`);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
