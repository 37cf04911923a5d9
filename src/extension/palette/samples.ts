import { FileType, Uri, window, workspace } from 'vscode';
import type { Parts } from '../parts.ts';
import { workFolder } from './folder.ts';

const samplesFolder = 'sample-notebooks';

/** Copies the samples to where they can be changed, leaving what is there as it is, and opens one. */
export async function openSamples(parts: Parts): Promise<void> {
  const source = Uri.joinPath(parts.context.extensionUri, samplesFolder);
  const names = (await workspace.fs.readDirectory(source))
    .filter(([name, type]) => type === FileType.File && name.endsWith('.sparkify.md'))
    .map(([name]) => name)
    .sort();
  const picked = names.length === 1 ? names[0] : await window.showQuickPick(names, { title: 'Open Sample Notebooks' });
  const chosen = picked === undefined ? undefined : await workFolder(parts);
  if (picked === undefined || !chosen) return;
  const target = Uri.joinPath(Uri.file(chosen.folder), picked);
  if (!(await exists(target))) await workspace.fs.copy(Uri.joinPath(source, picked), target);
  await window.showNotebookDocument(await workspace.openNotebookDocument(target));
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
