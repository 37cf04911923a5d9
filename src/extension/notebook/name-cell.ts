import { type NotebookCell, NotebookCellKind, NotebookEdit, WorkspaceEdit, window, workspace } from 'vscode';
import { attributesIn } from '../../notebook/document.ts';
import { nameProblem } from '../../notebook/names.ts';
import type { Parts } from '../parts.ts';
import { cellFrom } from './cell-from.ts';
import { namesIn } from './cell-name.ts';

/** Gives a cell the name under which later cells can query what it found. */
export async function nameCell(_parts: Parts, from?: unknown): Promise<void> {
  const cell = cellFrom(from);
  if (cell?.kind !== NotebookCellKind.Code) return;
  const names = namesIn(cell.notebook);
  const taken = new Set([...names].filter(([other]) => other !== cell).map(([, name]) => name));
  const name = await window.showInputBox({
    title: 'Name Cell',
    prompt: 'Later cells can query its result under this name. Leave it empty to take the name away.',
    value: names.get(cell) ?? '',
    validateInput: text => complaint(text, taken),
  });
  if (name === undefined || cell.index < 0) return;
  await rename(cell, name);
}

async function rename(cell: NotebookCell, name: string): Promise<void> {
  const { name: _, ...others } = attributesIn(cell.metadata);
  const attributes = name === '' ? others : { name, ...others };
  const edit = new WorkspaceEdit();
  edit.set(cell.notebook.uri, [NotebookEdit.updateCellMetadata(cell.index, { ...cell.metadata, attributes })]);
  await workspace.applyEdit(edit);
}

function complaint(text: string, taken: ReadonlySet<string>): string | undefined {
  if (text === '') return undefined;
  const problem = nameProblem(text);
  if (problem) return `A cell cannot be called ${text}: ${problem}.`;
  return taken.has(text) ? `Another cell is called ${text}.` : undefined;
}
