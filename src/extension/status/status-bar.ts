import { Disposable, MarkdownString, type NotebookDocument, StatusBarAlignment, window } from 'vscode';
import { notebookType } from '../notebook/notebook-type.ts';
import type { Standings } from './standings.ts';
import { kernelText, sourceOf, standingLines, warehouseText } from './status-text.ts';

/** How the notebook in front stands: its warehouse, its source, its kernel. */
export class StatusBar implements Disposable {
  readonly #standings: Standings;
  readonly #warehouse = item('warehouse', 'Sparkify: warehouse', 'sparkify.warehouseMenu', 12);
  readonly #source = item('source', 'Sparkify: source', 'sparkify.editProjectFile', 11);
  readonly #kernel = item('kernel', 'Sparkify: kernel', 'sparkify.kernelMenu', 10);
  readonly #listening: Disposable;

  constructor(standings: Standings) {
    this.#standings = standings;
    this.#listening = Disposable.from(
      this.#warehouse,
      this.#source,
      this.#kernel,
      window.onDidChangeActiveNotebookEditor(() => this.#showFront()),
      standings.onDidChange(notebook => {
        if (notebook === front()) this.#draw(notebook);
      }),
    );
    this.#showFront();
  }

  #showFront(): void {
    const notebook = front();
    if (!notebook) {
      this.#hide();
      return;
    }
    this.#draw(notebook);
    this.#standings.refresh([notebook]);
  }

  #draw(notebook: NotebookDocument): void {
    const known = this.#standings.of(notebook);
    if (!known) return;
    if ('error' in known) {
      this.#hide();
      this.#warehouse.text = '$(warning) Sparkify';
      this.#warehouse.tooltip = known.error.message;
      this.#warehouse.show();
      return;
    }
    this.#warehouse.text = `$(database) ${warehouseText(known)}`;
    this.#source.text = `$(cloud) ${sourceOf(known)}`;
    this.#kernel.text = kernelText(known);
    const tooltip = new MarkdownString().appendText(standingLines(known).join('\n'));
    for (const each of [this.#warehouse, this.#source, this.#kernel]) {
      each.tooltip = tooltip;
      each.show();
    }
  }

  #hide(): void {
    for (const each of [this.#warehouse, this.#source, this.#kernel]) each.hide();
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

function item(id: string, name: string, command: string, priority: number) {
  const made = window.createStatusBarItem(`sparkify.${id}`, StatusBarAlignment.Left, priority);
  made.name = name;
  made.command = command;
  return made;
}

export function front(): NotebookDocument | undefined {
  const notebook = window.activeNotebookEditor?.notebook;
  return notebook?.notebookType === notebookType ? notebook : undefined;
}
