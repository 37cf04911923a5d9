import assert from 'node:assert/strict';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../editor/until.ts';
import { at, notebookAt, openNew, openWith, run, textOf } from './notebook-in-hand.ts';
import { needsPerson, person } from './person.ts';

describe('What cells show', () => {
  it('stays, and so does its session, when an untitled notebook is saved', async function () {
    needsPerson(this);
    // The dialog proposes the folder of what was open last, and in another there would be another warehouse.
    await openWith('beside.sparkify.md', 'SELECT 1');
    const untitled = await openNew('SET VARIABLE answer = 42', "SELECT getvariable('answer') AS answer");
    await run(untitled, 0);
    assert.match(await run(untitled, 1), /42/);
    // A dialog that was answered while it read its folder has saved nothing.
    await until('the notebook saved', async () => {
      const saving = vscode.commands.executeCommand('workbench.action.files.save');
      await person.accept(basename(untitled.uri.path));
      await saving;
      return untitled.isClosed;
    });
    const saved = await notebookAt(basename(untitled.uri.path));
    await until('the output under the new name', () => /42/.test(textOf(saved.cellAt(1))));
    assert.match(await run(saved, 1), /42/);
  });

  it('stays when the file is renamed, and when its folder is', async () => {
    const notebook = await openWith('renaming/first.sparkify.md', 'SET VARIABLE answer = 42; SELECT 6 * 7 AS answer');
    assert.match(await run(notebook, 0), /42/);
    await rename('renaming/first.sparkify.md', 'renaming/second.sparkify.md');
    const second = await notebookAt('renaming/second.sparkify.md');
    await until('the output under the new name', () => /42/.test(textOf(second.cellAt(0))));
    await rename('renaming', 'renamed');
    const third = await notebookAt('renamed/second.sparkify.md');
    await until('the output in the new folder', () => /42/.test(textOf(third.cellAt(0))));
  });

  it('comes back as an earlier one when the notebook is opened again, also under a name it never ran under', async () => {
    const notebook = await openWith('again/one.sparkify.md', 'SELECT 6 * 7 AS answer', 'SELECT 1');
    assert.match(await run(notebook, 0), /42/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await rename('again/one.sparkify.md', 'again/two.sparkify.md');
    const again = await openAgain('again/two.sparkify.md');
    await until('the output of before', () => /42/.test(textOf(again.cellAt(0))));
    const [output] = again.cellAt(0).outputs;
    assert.ok(output?.metadata?.restored.madeAtMs <= Date.now());
    assert.deepEqual(again.cellAt(1).outputs, []);
    assert.equal(again.isDirty, false);
    assert.match(await run(again, 0), /42/);
    assert.equal(again.cellAt(0).outputs[0]?.metadata?.restored, undefined);
  });

  it('is gone for good once it is cleared', async () => {
    const notebook = await openWith('cleared/one.sparkify.md', 'SELECT 6 * 7 AS answer', 'SELECT 43 AS kept');
    await run(notebook, 0);
    await run(notebook, 1);
    await vscode.commands.executeCommand('notebook.cell.clearOutputs', {
      ranges: [{ start: 0, end: 1 }],
      document: notebook.uri,
    });
    await until('nothing shown', () => notebook.cellAt(0).outputs.length === 0);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const again = await openAgain('cleared/one.sparkify.md');
    await until('the other output', () => /43/.test(textOf(again.cellAt(1))));
    assert.deepEqual(again.cellAt(0).outputs, []);
  });

  it('never stands in the file', async () => {
    const notebook = await openWith('file.sparkify.md', 'SELECT 6 * 7 AS answer');
    const before = await vscode.workspace.fs.readFile(notebook.uri);
    assert.match(await run(notebook, 0), /42/);
    assert.equal(notebook.isDirty, false);
    await notebook.save();
    assert.deepEqual(await vscode.workspace.fs.readFile(notebook.uri), before);
  });
});

async function rename(from: string, to: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(at(from), at(to));
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** As one that the editor has forgotten; it does so some time after the last tab has closed. */
async function openAgain(path: string): Promise<vscode.NotebookDocument> {
  await until(
    `${path} is forgotten`,
    () => !vscode.workspace.notebookDocuments.some(({ uri }) => uri.path.endsWith(path)),
  );
  await vscode.commands.executeCommand('vscode.open', at(path));
  return notebookAt(path);
}
