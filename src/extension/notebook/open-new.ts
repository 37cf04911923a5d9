import { basename, dirname } from 'node:path';
import {
  commands,
  FileType,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  type NotebookEditor,
  type QuickPickItem,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Parts } from '../parts.ts';
import type { Chosen } from '../sites.ts';
import { notebookType } from './notebook-type.ts';

const prose = (text: string) => new NotebookCellData(NotebookCellKind.Markup, text, 'markdown');
const code = (text: string, language: 'sql' | 'sparkify') =>
  new NotebookCellData(NotebookCellKind.Code, text, language);

/** A notebook that is not saved yet, for work in this place. */
async function openUntitled({ sites }: Parts, cells: NotebookCellData[], chosen?: Chosen): Promise<NotebookEditor> {
  const notebook = await workspace.openNotebookDocument(notebookType, new NotebookData(cells));
  if (chosen) await sites.remember(notebook.uri, chosen);
  return window.showNotebookDocument(notebook);
}

export async function openEmptyNotebook(parts: Parts, chosen?: Chosen): Promise<void> {
  await openUntitled(parts, [code('', 'sql')], chosen);
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
export async function openStartingNotebook(parts: Parts, chosen: Chosen): Promise<void> {
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
  await openUntitled(parts, cells, chosen);
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
export async function openRejects(parts: Parts, chosen: Chosen, run: number | undefined): Promise<void> {
  const where = run === undefined ? '' : `\nWHERE run = ${run}`;
  const editor = await openUntitled(parts, [code(`FROM books.rejects${where}`, 'sql')], chosen);
  const { uri } = editor.notebook;
  await commands.executeCommand('notebook.cell.execute', { ranges: [{ start: 0, end: 1 }], document: uri });
}
