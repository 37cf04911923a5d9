import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { until } from '../editor/until.ts';
import { at, openWith, payloadsOf, run } from './notebook-in-hand.ts';
import { needsPerson, person } from './person.ts';

const call = (command: string, ...given: unknown[]) => vscode.commands.executeCommand(`sparkify.${command}`, ...given);

describe('The command', () => {
  it('Open Sample Notebooks brings one beside the work, and leaves what was made of it', async () => {
    await openWith('samples/a.sparkify.md', 'SELECT 1');
    await call('openSamples');
    const { notebook } = await until('the sample', () =>
      vscode.window.activeNotebookEditor?.notebook.uri.path.includes('/samples/01-')
        ? vscode.window.activeNotebookEditor
        : undefined,
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1))]);
    await vscode.workspace.applyEdit(edit);
    await notebook.save();
    const mine = await readFile(notebook.uri.fsPath, 'utf8');
    await call('openSamples');
    assert.equal(await readFile(notebook.uri.fsPath, 'utf8'), mine);
  });

  it('Start Playground serves a lake that cells can read without any keys, until Stop Playground', async function () {
    needsPerson(this);
    await call('startPlayground');
    const shown = await until(
      'the playground in the status bar',
      async () => /playground :(\d+)/.exec(await person.read('.part.statusbar')) ?? undefined,
    );
    const url = `http://127.0.0.1:${shown[1]}`;
    const words = `--source s3://sparkify --endpoint ${url} --max-rejects 100%`;
    const notebook = await openWith('playing/a.sparkify.md', `sparkify extract ${words}`);
    await run(notebook, 0);
    const [account] = payloadsOf(notebook.cellAt(0));
    assert.ok(account?.kind === 'run' && account.summary?.status === 'succeeded');
    await call('stopPlayground');
    await until('nobody serves', async () => {
      const answers = await fetch(url).then(
        () => true,
        () => false,
      );
      return !answers;
    });
  });

  it('Name Cell lets later cells query it, shows the name, and writes it down', async function () {
    needsPerson(this);
    const notebook = await openWith('naming/a.sparkify.md', 'SELECT 42 AS n', 'FROM answer');
    const naming = call('nameCell', notebook.cellAt(0));
    await person.answer('Later cells can query', 'answer');
    await naming;
    await run(notebook, 0);
    assert.match(await run(notebook, 1), /42/);
    await until('the name beneath the cell', async () =>
      (await person.read('.cell-statusbar-container')).includes('answer'),
    );
    // A save is refused while another is under way.
    await until('the name in the file', async () => {
      await notebook.save();
      return /^```sql name=answer\nSELECT 42/.test(await readFile(notebook.uri.fsPath, 'utf8'));
    });
  });

  it('Edit Project File opens a draft where there is none, and the file where there is one', async () => {
    await openWith('project/a.sparkify.md', 'SELECT 1');
    await call('editProjectFile');
    const draft = await until('the draft', () => vscode.window.activeTextEditor?.document);
    assert.match(draft.uri.path, /\/sparkify\.json$/);
    assert.ok(draft.isUntitled && draft.getText().includes('"source"'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('Open Warehouse makes a file the one that the folder works on, and shows it', async function () {
    needsPerson(this);
    const notebook = await openWith(
      'opening/a.sparkify.md',
      'CREATE TABLE here AS SELECT 1; FROM duckdb_databases() SELECT path',
    );
    await call('openWarehouse', at('opening/other.duckdb'));
    await vscode.window.showNotebookDocument(notebook);
    assert.match(await run(notebook, 0), /other\.duckdb/);
    await until('its name in the status bar', async () =>
      (await person.read('.part.statusbar')).includes('other.duckdb'),
    );
    assert.equal(JSON.parse(await readFile(at('opening/sparkify.json').fsPath, 'utf8')).warehouse, 'other.duckdb');
  });

  it('Warehouse… and Kernel… of the status bar tell how things stand and what can be done', async function () {
    needsPerson(this);
    const notebook = await openWith(
      'menus/a.sparkify.md',
      'SET VARIABLE kept = 1',
      "SELECT coalesce(getvariable('kept'), 0) AS kept",
    );
    await run(notebook, 0);
    const copying = call('warehouseMenu');
    await person.choose('Copy its path');
    await copying;
    assert.equal(await vscode.env.clipboard.readText(), at('menus/sparkify.duckdb').fsPath);
    await until('the kernel in the status bar', async () => /kernel idle/.test(await person.read('.part.statusbar')));
    const restarting = call('kernelMenu');
    await person.choose('Restart Kernel');
    await restarting;
    assert.match(await run(notebook, 1), /\b0\b/);
  });
});
