import { commands, FileType, type NotebookDocument, Uri, window, workspace } from 'vscode';
import type { Parts } from '../parts.ts';
import type { Where } from '../sites.ts';
import { workFolder } from './folder.ts';
import { keepInProject } from './project-file.ts';
import { knowsSources } from './run-questions.ts';

const samplesFolder = 'sample-notebooks';

/** Copies a sample to where it can be changed, leaving what is there as it is, and opens it. */
export async function openSamples(parts: Parts): Promise<void> {
  const names = await sampleNames(parts);
  const picked = names.length === 1 ? names[0] : await window.showQuickPick(names, { title: 'Open Sample Notebooks' });
  const where = picked === undefined ? undefined : await workFolder(parts);
  if (picked === undefined || !where) return;
  if (parts.playground.served) await readFromPlayground(parts, where);
  await openSample(parts, picked, where);
}

/** The first one from beginning to end: what it takes is seen to. */
export async function runSample(parts: Parts): Promise<void> {
  const where = await workFolder(parts);
  if (!where) return;
  await readFromPlayground(parts, where);
  const [first] = await sampleNames(parts);
  const { uri, cellCount } = await openSample(parts, first!, where);
  await commands.executeCommand('notebook.cell.execute', { ranges: [{ start: 0, end: cellCount }], document: uri });
}

async function sampleNames({ context }: Parts): Promise<string[]> {
  const found = await workspace.fs.readDirectory(Uri.joinPath(context.extensionUri, samplesFolder));
  return found
    .filter(([name, type]) => type === FileType.File && name.endsWith('.sparkify.md'))
    .map(([name]) => name)
    .sort();
}

async function openSample({ context }: Parts, name: string, { folder }: Where): Promise<NotebookDocument> {
  const target = Uri.joinPath(Uri.file(folder), name);
  if (!(await exists(target))) {
    await workspace.fs.copy(Uri.joinPath(context.extensionUri, samplesFolder, name), target);
  }
  const notebook = await workspace.openNotebookDocument(target);
  await window.showNotebookDocument(notebook);
  return notebook;
}

/** The samples read what the folder's project file names; where none names a lake, it is the playground's from now on. */
async function readFromPlayground({ sites, playground }: Parts, where: Where): Promise<void> {
  const site = await sites.siteOf(where);
  if (await knowsSources(site)) return;
  const { lake } = await playground.start();
  await keepInProject(site, { ...lake, export: site.exports.length === 0 ? 'parquet' : undefined });
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
