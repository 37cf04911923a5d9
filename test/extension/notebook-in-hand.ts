import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Payload } from '../../src/output/payload.ts';
import { until } from '../editor/until.ts';

const home = vscode.workspace.workspaceFolders![0]!.uri;

/** A file of the workspace, named from its folder. */
export const at = (path: string): vscode.Uri => vscode.Uri.joinPath(home, path);

export async function write(path: string, text: string): Promise<vscode.Uri> {
  const file = at(path);
  await mkdir(dirname(file.fsPath), { recursive: true });
  await writeFile(file.fsPath, text);
  return file;
}

/** A notebook of these cells of SQL; one that begins with `sparkify` is of commands. It is opened as a person opens it. */
export async function openWith(path: string, ...cells: readonly string[]): Promise<vscode.NotebookDocument> {
  const fences = cells.map(cell => {
    const { language, text } = cellOf(cell);
    return `\`\`\`${language}\n${text}\n\`\`\`\n`;
  });
  return open(await write(path, fences.join('\n')));
}

export async function open(file: vscode.Uri): Promise<vscode.NotebookDocument> {
  // By its tab alone: who asks for a document himself keeps it open.
  await vscode.commands.executeCommand('vscode.openWith', file, 'sparkify');
  return until(`${file.path} in front`, () => frontWith(file.path));
}

/** A notebook that was never saved, with these cells. */
export async function openNew(...cells: readonly string[]): Promise<vscode.NotebookDocument> {
  const before = vscode.window.activeNotebookEditor;
  await vscode.commands.executeCommand('sparkify.newNotebook');
  const { notebook } = await until('the new notebook', () => {
    const editor = vscode.window.activeNotebookEditor;
    return editor !== before && editor?.notebook.isUntitled ? editor : undefined;
  });
  const edit = new vscode.WorkspaceEdit();
  const data = cells.map(cell => {
    const { language, text } = cellOf(cell);
    return new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, language);
  });
  edit.set(notebook.uri, [vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(0, notebook.cellCount), data)]);
  await vscode.workspace.applyEdit(edit);
  return notebook;
}

/** The one that a tab shows under this name, as soon as there is one. */
export const notebookAt = (path: string): Promise<vscode.NotebookDocument> =>
  until(`${path} in front`, () => frontWith(at(path).path));

function frontWith(path: string): vscode.NotebookDocument | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook?.uri.path === path && !notebook.isUntitled ? notebook : undefined;
}

function cellOf(cell: string): { language: 'sql' | 'sparkify'; text: string } {
  return cell.startsWith('sparkify ')
    ? { language: 'sparkify', text: cell.slice('sparkify '.length) }
    : { language: 'sql', text: cell };
}

/** Presses Run on these, all at once. */
export function press(notebook: vscode.NotebookDocument, ...cells: readonly number[]): void {
  const ranges = cells.map(start => ({ start, end: start + 1 }));
  // The command goes on as long as they run.
  void vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
}

/** Runs a cell, and gives what it shows in the end. */
export async function run(notebook: vscode.NotebookDocument, cell: number): Promise<string> {
  const ended = untilEnded(notebook.cellAt(cell));
  press(notebook, cell);
  await ended;
  return textOf(notebook.cellAt(cell));
}

/** The next time that the cell has run. */
export function untilEnded(cell: vscode.NotebookCell): Promise<unknown> {
  const before = cell.executionSummary?.timing?.endTime;
  return until(`the end of cell ${cell.index}`, () => {
    const { timing, success } = cell.executionSummary ?? {};
    return timing?.endTime !== undefined && timing.endTime !== before && success !== undefined;
  });
}

/** What any other viewer would show of a cell's output. */
export const textOf = (cell: vscode.NotebookCell): string => itemsOf(cell, 'text/plain').join('\n');

/** What our own renderers are given. */
export const payloadsOf = (cell: vscode.NotebookCell): Payload[] =>
  itemsOf(cell, 'application/vnd.sparkify').map(text => JSON.parse(text) as Payload);

const itemsOf = ({ outputs }: vscode.NotebookCell, mime: string): string[] =>
  outputs.flatMap(({ items }) => items.filter(item => item.mime.startsWith(mime)).map(item => decode(item.data)));

const decode = (data: Uint8Array): string => new TextDecoder().decode(data);
