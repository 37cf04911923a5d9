import { Disposable, window, workspace } from 'vscode';
import type { Kernel } from '../../kernel/client.ts';
import { notebookType } from '../notebook/notebook-type.ts';
import type { Parts } from '../parts.ts';

/** Has standings asked for again whenever what they tell may have changed. */
export function keepStandingsCurrent({ standings, notebooks, kernels, credentials, playground }: Parts): Disposable {
  const refreshAll = () => {
    const shown = window.visibleNotebookEditors.map(({ notebook }) => notebook);
    standings.refresh(shown.filter(notebook => notebook.notebookType === notebookType));
  };
  const refreshOn = (kernel: Kernel) =>
    standings.refresh(notebooks.all.filter(open => open.kernel === kernel).map(({ document }) => document));
  // Where several folders are open, and where a project file lies above them, the next look at a notebook finds it too.
  const projectFiles = workspace.createFileSystemWatcher('**/sparkify.json');
  return Disposable.from(
    projectFiles,
    projectFiles.onDidCreate(refreshAll),
    projectFiles.onDidChange(refreshAll),
    projectFiles.onDidDelete(refreshAll),
    kernels.onDidChange(refreshOn),
    credentials.onDidChange(refreshAll),
    playground.onDidChange(refreshAll),
    window.onDidChangeVisibleNotebookEditors(refreshAll),
  );
}
