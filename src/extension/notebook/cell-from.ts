import { type NotebookCell, window } from 'vscode';
import { front } from '../status/status-bar.ts';

/** The cell a command is about: the one whose menu it was chosen from, or the selected one of the notebook in front. */
export function cellFrom(given: unknown): NotebookCell | undefined {
  const cell = given as NotebookCell | undefined;
  if (cell?.document && cell.notebook) return cell;
  const index = window.activeNotebookEditor?.selection.start;
  return index === undefined ? undefined : front()?.getCells()[index];
}
