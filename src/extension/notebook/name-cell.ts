import { type NotebookCell, NotebookCellKind, NotebookEdit, WorkspaceEdit, window, workspace } from 'vscode';
import type { Parts } from '../parts.ts';
import { front } from '../status/status-bar.ts';
import { nameOf } from './cell-name.ts';

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
  const { name: _, ...others } = cell.metadata;
  const edit = new WorkspaceEdit();
  edit.set(cell.notebook.uri, [
    NotebookEdit.updateCellMetadata(cell.index, name === '' ? others : { ...others, name }),
  ]);
  await workspace.applyEdit(edit);
}

function complaint(text: string, taken: ReadonlySet<string | undefined>): string | undefined {
  if (text === '') return undefined;
  if (!/^[A-Za-z_]\w*$/.test(text)) return 'A name is made of letters, digits and _, and begins with a letter.';
  return taken.has(text) ? `Another cell is named ${text}.` : undefined;
}

function cellFrom(from: unknown): NotebookCell | undefined {
  const given = from as NotebookCell | undefined;
  if (given?.document && given.notebook) return given;
  const index = window.activeNotebookEditor?.selection.start;
  return index === undefined ? undefined : front()?.getCells()[index];
}
