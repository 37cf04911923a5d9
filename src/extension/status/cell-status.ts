import {
  type Disposable,
  EventEmitter,
  type NotebookCell,
  NotebookCellKind,
  NotebookCellStatusBarAlignment,
  NotebookCellStatusBarItem,
  notebooks,
  workspace,
} from 'vscode';
import { nameOf } from '../notebook/cell-name.ts';
import { notebookType } from '../notebook/notebook-type.ts';
import { restoredOf } from '../notebook/restored.ts';
import type { Standings } from './standings.ts';

/** Beneath a cell: its name, the parameters it mentions, and where its output comes from an earlier session. */
export class CellStatus implements Disposable {
  readonly #standings: Standings;
  readonly #changed = new EventEmitter<void>();
  readonly #listening: Disposable[];

  constructor(standings: Standings) {
    this.#standings = standings;
    this.#listening = [
      this.#changed,
      standings.onDidChange(() => this.#changed.fire()),
      workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
        if (cellChanges.some(({ outputs }) => outputs)) this.#changed.fire();
      }),
      notebooks.registerNotebookCellStatusBarItemProvider(notebookType, {
        onDidChangeCellStatusBarItems: this.#changed.event,
        provideCellStatusBarItems: cell => this.#itemsOf(cell),
      }),
    ];
  }

  #itemsOf(cell: NotebookCell): NotebookCellStatusBarItem[] {
    if (cell.kind !== NotebookCellKind.Code) return [];
    return [...this.#nameItem(cell), ...this.#parameterItems(cell), ...this.#restoredItem(cell)];
  }

  #nameItem(cell: NotebookCell): NotebookCellStatusBarItem[] {
    const name = nameOf(cell);
    if (name === undefined) return [];
    const tooltip = `Later cells can query what this one found as ${name}. Click to rename it.`;
    return [
      item(`$(symbol-variable) ${name}`, tooltip, { command: 'sparkify.nameCell', title: 'Rename', arguments: [cell] }),
    ];
  }

  #parameterItems(cell: NotebookCell): NotebookCellStatusBarItem[] {
    const known = this.#standings.of(cell.notebook);
    if (!known || 'error' in known || cell.document.languageId !== 'sql') return [];
    const mentioned = new Set(Array.from(cell.document.getText().matchAll(/\$([A-Za-z_]\w*)/g), ([, name]) => name));
    return known.standing.parameters
      .filter(({ name }) => mentioned.has(name))
      .map(({ name, value }) => item(`$${name} = ${value}`, `Set by: set ${name} = value, in a sparkify cell.`));
  }

  #restoredItem(cell: NotebookCell): NotebookCellStatusBarItem[] {
    const restored = restoredOf(cell);
    if (!restored) return [];
    const when = new Date(restored.madeAtMs).toLocaleString();
    const tooltip = `Made ${when}. Run the cell again for what holds now.`;
    return [item(`$(history) from an earlier session, ${when}`, tooltip)];
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }
}

function item(
  text: string,
  tooltip: string,
  command?: NotebookCellStatusBarItem['command'],
): NotebookCellStatusBarItem {
  const made = new NotebookCellStatusBarItem(text, NotebookCellStatusBarAlignment.Left);
  made.tooltip = tooltip;
  if (command !== undefined) made.command = command;
  return made;
}
