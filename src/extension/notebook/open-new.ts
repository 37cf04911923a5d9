import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  commands,
  FileType,
  NotebookCellData,
  NotebookCellKind,
  type NotebookDocument,
  NotebookEdit,
  type QuickPickItem,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { Parts } from '../parts.ts';
import type { Where } from '../sites.ts';

const prose = (text: string) => new NotebookCellData(NotebookCellKind.Markup, text, 'markdown');
const code = (text: string, language: 'sql' | 'sparkify') =>
  new NotebookCellData(NotebookCellKind.Code, text, language);

/** A notebook that is not saved yet, for work in this place; saving offers a name there. */
async function openUntitled({ sites }: Parts, cells: NotebookCellData[], where?: Where): Promise<NotebookDocument> {
  const folder = where?.folder ?? workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  const notebook = await workspace.openNotebookDocument(freeUri(folder));
  await sites.stayWith(notebook.uri, where?.warehouse);
  const edit = new WorkspaceEdit();
  edit.set(notebook.uri, [NotebookEdit.insertCells(0, cells)]);
  await workspace.applyEdit(edit);
  await window.showNotebookDocument(notebook);
  return notebook;
}

/** The editor would name it after the last part of our ending alone, and save what it cannot open again as what it is. */
function freeUri(folder: string | undefined): Uri {
  for (let n = 1; ; n += 1) {
    const name = `Untitled-${n}.sparkify.md`;
    const uri =
      folder === undefined
        ? Uri.from({ scheme: 'untitled', path: name })
        : Uri.file(join(folder, name)).with({ scheme: 'untitled' });
    const isOpen = workspace.notebookDocuments.some(open => open.uri.toString() === uri.toString());
    if (!isOpen && !(folder !== undefined && existsSync(uri.fsPath))) return uri;
  }
}

export async function openEmptyNotebook(parts: Parts, where?: Where): Promise<void> {
  await openUntitled(parts, [code('', 'sql')], where);
}

/** Beside what was clicked in the explorer, or where the workspace is. */
export async function newNotebook(parts: Parts, clicked?: unknown): Promise<void> {
  await openEmptyNotebook(parts, clicked instanceof Uri ? { folder: await folderAt(clicked) } : undefined);
}

async function folderAt(uri: Uri): Promise<string> {
  const { type } = await workspace.fs.stat(uri);
  return type === FileType.Directory ? uri.fsPath : dirname(uri.fsPath);
}

/** For whoever has run something and wants to look at it: a notebook there is, or a new one with first questions. */
export async function openStartingNotebook(parts: Parts, where: Where): Promise<void> {
  const found = await workspace.findFiles('**/*.sparkify.md', '**/node_modules/**', 50);
  const picked = found.length === 0 ? 'new' : await pickNotebook(found);
  if (picked === undefined) return;
  if (picked !== 'new') {
    await window.showNotebookDocument(await workspace.openNotebookDocument(picked));
    return;
  }
  const cells = [
    prose('# What was played'),
    code(
      'SELECT level, count(*) AS plays, count(DISTINCT user_id) AS listeners\nFROM songplays\nGROUP BY level',
      'sql',
    ),
    code('FROM songplays\nORDER BY start_time DESC\nLIMIT 100', 'sql'),
  ];
  await openUntitled(parts, cells, where);
}

async function pickNotebook(found: readonly Uri[]): Promise<Uri | 'new' | undefined> {
  const items: (QuickPickItem & { open: Uri | 'new' })[] = [
    { label: '$(add) New Sparkify notebook', open: 'new' },
    ...found.map(uri => ({
      label: `$(notebook) ${basename(uri.fsPath)}`,
      description: workspace.asRelativePath(uri),
      open: uri,
    })),
  ];
  const picked = await window.showQuickPick(items, { title: 'Open Notebook', placeHolder: 'Which notebook?' });
  return picked?.open;
}

/** The lines that a run set aside, as a query to look into. */
export async function openRejects(parts: Parts, where: Where, run: number | undefined): Promise<void> {
  const condition = run === undefined ? '' : `\nWHERE run = ${run}`;
  const { uri } = await openUntitled(parts, [code(`FROM books.rejects${condition}`, 'sql')], where);
  await commands.executeCommand('notebook.cell.execute', { ranges: [{ start: 0, end: 1 }], document: uri });
}
