import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { until } from '../editor/until.ts';
import { at, open, write } from './notebook-in-hand.ts';

const textsOf = (notebook: vscode.NotebookDocument) => notebook.getCells().map(({ document }) => document.getText());
const contentOf = (path: string) => readFile(at(path).fsPath, 'utf8');

async function type(cell: vscode.NotebookCell, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(cell.document.uri, new vscode.Range(0, 0, cell.document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}

const three = '# Plays\n\n```sql\nSELECT 1;\nSELECT 2\n```\n\nBetween.\n\n```sparkify name=built\netl\n```\n';

describe('A file named *.sparkify.md', () => {
  it('opens as a notebook, its fences as cells', async () => {
    const notebook = await open(await write('files/first.sparkify.md', '# Plays\n\n```sql\nSELECT 42\n```\n'));
    assert.equal(notebook.notebookType, 'sparkify');
    assert.deepEqual(
      notebook.getCells().map(({ document }) => [document.languageId, document.getText()]),
      [
        ['markdown', '# Plays'],
        ['sql', 'SELECT 42'],
      ],
    );
  });

  it('keeps every letter that nobody touched, and comments, other fences and line ends with them', async () => {
    const before =
      '---\r\na: 1\r\n---\r\n\r\n<!-- why -->\r\n~~~sql\r\nno cell\r\n~~~\r\n\r\n````sql  name=x\r\nSELECT 1\r\n````\r\n\r\nEnd';
    const notebook = await open(await write('files/letters.sparkify.md', before));
    const cell = notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code)!;
    await type(cell, 'SELECT 2');
    assert.ok(await notebook.save());
    assert.equal(await contentOf('files/letters.sparkify.md'), before.replace('SELECT 1', 'SELECT 2'));
  });

  it('that is none is told with its line, and stays as it is', async () => {
    const broken = 'Prose.\n\n```sql\nSELECT 1\n';
    const file = await write('files/broken.sparkify.md', broken);
    await assert.rejects(async () => vscode.workspace.openNotebookDocument(file), /line 3/i);
    assert.equal(await contentOf('files/broken.sparkify.md'), broken);
  });

  it('that breaks while it is open shows what is wrong, and is never written over', async () => {
    const notebook = await open(await write('files/breaking.sparkify.md', '```sql\nSELECT 1\n```\n'));
    await write('files/breaking.sparkify.md', '```sql\nSELECT 1\n');
    await until('the complaint', () => /line 1/i.test(textsOf(notebook).join('\n')));
    await notebook.save();
    assert.equal(await contentOf('files/breaking.sparkify.md'), '```sql\nSELECT 1\n');
  });

  it('undoes and does again what was edited', async () => {
    const notebook = await open(await write('files/undone.sparkify.md', three));
    const before = textsOf(notebook);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await vscode.workspace.applyEdit(edit);
    assert.equal(notebook.cellCount, 3);
    await vscode.commands.executeCommand('undo');
    await until('the cell again', () => notebook.cellCount === 4);
    assert.deepEqual(textsOf(notebook), before);
    await vscode.commands.executeCommand('redo');
    await until('the cell gone again', () => notebook.cellCount === 3);
    await vscode.commands.executeCommand('undo');
    await until('the cell for good', () => notebook.cellCount === 4);
    await notebook.save();
    assert.equal(await contentOf('files/undone.sparkify.md'), three);
  });

  it('moves cells with their names', async () => {
    const notebook = await open(await write('files/moved.sparkify.md', three));
    vscode.window.activeNotebookEditor!.selection = new vscode.NotebookRange(3, 4);
    await vscode.commands.executeCommand('notebook.cell.moveUp');
    await until('the move', () => textsOf(notebook)[2] === 'etl');
    await notebook.save();
    const [built] =
      (await contentOf('files/moved.sparkify.md')).match(/```sparkify name=built\netl\n```\n\nBetween\./) ?? [];
    assert.ok(built);
  });

  it('splits a cell where the cursor stands, and is written as two', async () => {
    const notebook = await open(await write('files/split.sparkify.md', '```sql\nSELECT 1;\nSELECT 2\n```\n'));
    await vscode.commands.executeCommand('notebook.cell.edit');
    const editor = await until('the cell’s editor', () =>
      vscode.window.activeTextEditor?.document === notebook.cellAt(0).document
        ? vscode.window.activeTextEditor
        : undefined,
    );
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await until('the split', async () => {
      await vscode.commands.executeCommand('notebook.cell.split');
      return notebook.cellCount === 2;
    });
    await notebook.save();
    // The editor leaves the line break where the cursor stood to the first of them.
    const written = await contentOf('files/split.sparkify.md');
    assert.match(written, /^```sql\nSELECT 1;\n+```\n\n```sql\nSELECT 2\n```\n$/);
  });

  it('is compared as a notebook', async () => {
    const [left, right] = [await write('files/left.sparkify.md', three), await write('files/right.sparkify.md', '')];
    await vscode.commands.executeCommand('vscode.diff', left, right);
    await until('the two side by side', () => {
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      return input instanceof vscode.TabInputNotebookDiff && input.notebookType === 'sparkify';
    });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
