import { window, workspace } from 'vscode';
import type { Parts } from '../parts.ts';
import type { Where } from '../sites.ts';
import { front } from '../status/status-bar.ts';

/** Where a palette command works: with the notebook in front, or in the workspace, or where the person says. */
export async function workFolder({ sites }: Parts): Promise<Where | undefined> {
  const notebook = front();
  const where = notebook && sites.whereIs(notebook);
  if (where) return where;
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const folder = folders.length > 1 ? await window.showWorkspaceFolderPick() : folders[0];
  if (folder) return { folder: folder.uri.fsPath };
  if (folders.length > 1) return undefined;
  const picked = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: 'In which folder shall the warehouse and sparkify.json lie?',
    openLabel: 'Work Here',
  });
  return picked?.[0] && { folder: picked[0].fsPath };
}
