import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../editor/until.ts';
import { kernelsIn, needsProc } from '../kernels-at-work.ts';
import { openWith, press } from '../notebook-in-hand.ts';
import { needsPerson, person } from '../person.ts';

describe('In a folder that is not trusted', () => {
  before(function () {
    needsPerson(this);
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('a notebook opens and can be read and edited; a cell does not run, and it is said why', async function () {
    needsProc(this);
    const notebook = await openWith('a.sparkify.md', 'SELECT 42', 'sparkify etl');
    assert.deepEqual(
      notebook.getCells().map(({ document }) => document.languageId),
      ['sql', 'sparkify'],
    );
    press(notebook, 0, 1);
    assert.match(await person.read('.monaco-dialog-box'), /trust/i);
    await person.click('.monaco-dialog-box', 'Cancel');
    await vscode.commands.executeCommand('sparkify.newNotebook');
    await until('the new notebook', () => vscode.window.activeNotebookEditor?.notebook.isUntitled);
    assert.deepEqual(
      notebook.getCells().flatMap(({ outputs }) => outputs),
      [],
    );
    assert.deepEqual(kernelsIn(), []);
  });

  it('no command that works on data does anything, whoever calls it, and it is said why', async () => {
    const { commands } = vscode.extensions.getExtension('sparkify.sparkify')!.packageJSON.contributes as {
      commands: { command: string; enablement?: string }[];
    };
    const working = commands.filter(({ enablement }) => enablement?.includes('isWorkspaceTrusted'));
    assert.ok(working.length >= 10);
    for (const { command } of working) {
      await vscode.commands.executeCommand(command);
      await vscode.commands.executeCommand('notifications.showList');
      assert.match(await person.read('.notifications-center .notification-list-item'), /not trusted/, command);
      await vscode.commands.executeCommand('notifications.clearAll');
    }
    assert.deepEqual(kernelsIn(), []);
  });
});
