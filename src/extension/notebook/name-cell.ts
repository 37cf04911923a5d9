import { type NotebookCell, NotebookCellKind, NotebookEdit, WorkspaceEdit, window, workspace } from 'vscode';
import { nameProblem } from '../../notebook/names.ts';
import type { Parts } from '../parts.ts';
import { front } from '../status/status-bar.ts';
import { named, nameOf } from './cell-name.ts';

/** Gives a cell the name under which later cells can query what it found. */
export async function nameCell(_parts: Parts, from?: unknown): Promise<void> {
  const cell = cellFrom(from);
  if (cell?.kind !== NotebookCellKind.Code) return;
  const taken = new Set(
    cell.notebook
      .getCells()
      .filter(other => other !== cell)
      .map(nameOf),
  );
  const name = await window.showInputBox({
    title: 'Name Cell',
    prompt: 'Later cells can query its result under this name; nothing takes the name away.',
    value: nameOf(cell) ?? '',
    validateInput: text => complaint(text, taken),
  });
  if (name === undefined || cell.index < 0) return;
  const edit = new WorkspaceEdit();
  edit.set(cell.notebook.uri, [NotebookEdit.updateCellMetadata(cell.index, named(cell.metadata, name || undefined))]);
  await workspace.applyEdit(edit);
}

function complaint(text: string, taken: ReadonlySet<string | undefined>): string | undefined {
  if (text === '') return undefined;
  const problem = nameProblem(text);
  if (problem) return `A cell cannot be called ${text}: ${problem}.`;
  return taken.has(text) ? `Another cell is named ${text}.` : undefined;
}

function cellFrom(from: unknown): NotebookCell | undefined {
  const given = from as NotebookCell | undefined;
  if (given?.document && given.notebook) return given;
  const index = window.activeNotebookEditor?.selection.start;
  return index === undefined ? undefined : front()?.getCells()[index];
}
