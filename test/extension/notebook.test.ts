import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';

describe('A file named *.sparkify.md', () => {
  it('opens as a notebook, its fences as cells', async () => {
    const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'first.sparkify.md');
    await writeFile(file.fsPath, '# Plays\n\n```sql\nSELECT 42\n```\n');
    const notebook = await vscode.workspace.openNotebookDocument(file);
    assert.equal(notebook.notebookType, 'sparkify');
    assert.deepEqual(
      notebook.getCells().map(({ document }) => [document.languageId, document.getText()]),
      [
        ['markdown', '# Plays'],
        ['sql', 'SELECT 42'],
      ],
    );
  });
});
