import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../editor/until.ts';
import { kernelsIn, needsProc } from './kernels-at-work.ts';
import { at, open, openWith, payloadsOf, press, run, textOf, untilEnded, write } from './notebook-in-hand.ts';

const endless = 'SELECT max(a.range + b.range) FROM range(10_000_000) a, range(10_000_000) b';

const timing = (cell: vscode.NotebookCell) => cell.executionSummary?.timing;
const success = (cell: vscode.NotebookCell) => cell.executionSummary?.success;
const order = (cell: vscode.NotebookCell) => cell.executionSummary?.executionOrder;

const runAll = (notebook: vscode.NotebookDocument) => vscode.commands.executeCommand('notebook.execute', notebook.uri);

/** Another notebook on the same warehouse sees what was committed: the statement after it is under way. */
async function untilCommitted(folder: string, table: string): Promise<void> {
  const watch = await openWith(`${folder}/watch-${table}.sparkify.md`, `FROM ${table}`);
  await until(`table ${table}`, async () => {
    await run(watch, 0);
    return success(watch.cellAt(0));
  });
}

/** In front again. */
const backTo = (notebook: vscode.NotebookDocument) => vscode.window.showNotebookDocument(notebook);

describe('Cells', () => {
  it('run one at a time, in the order they were asked for', async () => {
    const cells = [1, 2, 3].map(n => `INSERT INTO log VALUES (${n})`);
    const notebook = await openWith('order/a.sparkify.md', 'CREATE TABLE log (n INTEGER)', ...cells, 'FROM log');
    await runAll(notebook);
    await until('the last result', () => success(notebook.cellAt(4)));
    assert.deepEqual(notebook.getCells().map(order), [1, 2, 3, 4, 5]);
    for (const [i, cell] of notebook.getCells().slice(1).entries()) {
      assert.ok(timing(cell)!.startTime >= timing(notebook.cellAt(i))!.endTime);
    }
    const [result] = payloadsOf(notebook.cellAt(4));
    assert.ok(result?.kind === 'result');
    assert.deepEqual(result.rows, [['1'], ['2'], ['3']]);
  });

  it('that were asked for with one that fails do not run, and those asked for later do', async () => {
    const after = 'CREATE TABLE after_failure AS SELECT 1 AS n';
    const notebook = await openWith('failing/a.sparkify.md', 'SELECT 1', 'SELECT\n  no_such_column', after, 'SELECT 3');
    press(notebook, 0, 1, 2);
    press(notebook, 3);
    await until('the cell asked for later', () => success(notebook.cellAt(3)));
    assert.deepEqual(notebook.getCells().map(success), [true, false, undefined, true]);
    assert.match(await run(notebook, 0), /1/);
    const [problem] = vscode.languages.getDiagnostics(notebook.cellAt(1).document.uri);
    assert.deepEqual([problem?.range.start.line, problem?.range.start.character], [1, 2]);
    assert.match(textOf(notebook.cellAt(1)), /no_such_column/);
    const [error] = payloadsOf(notebook.cellAt(1));
    assert.ok(error?.kind === 'error' && error.code === problem?.code);
  });

  it('run above and below the one in hand', async () => {
    const notebook = await openWith('around/a.sparkify.md', 'SELECT 1', 'SELECT 2', 'SELECT 3');
    const middle = { ranges: [{ start: 1, end: 2 }], document: notebook.uri };
    await vscode.commands.executeCommand('notebook.cell.executeCellsAbove', middle);
    await until('the cell above', () => success(notebook.cellAt(0)));
    assert.deepEqual(notebook.getCells().map(success), [true, undefined, undefined]);
    await vscode.commands.executeCommand('notebook.cell.executeCellAndBelow', middle);
    await until('the last cell', () => success(notebook.cellAt(2)));
    assert.deepEqual(notebook.getCells().map(order), [1, 2, 3]);
  });

  for (const [name, stop] of [
    [
      'Stop',
      (cell: vscode.NotebookCell) => vscode.commands.executeCommand('notebook.cancelExecution', cell.notebook.uri),
    ],
    ['Sparkify: Interrupt', () => vscode.commands.executeCommand('sparkify.interrupt')],
  ] as const) {
    it(`stop by ${name}, with those that wait; the session goes on`, async () => {
      const folder = `stopping-${name.at(-1)}`;
      const begin = `SET VARIABLE kept = 42; CREATE TABLE begun AS SELECT 1; ${endless}`;
      const notebook = await openWith(`${folder}/a.sparkify.md`, begin, 'SELECT 2', "SELECT getvariable('kept')");
      press(notebook, 0, 1);
      await untilCommitted(folder, 'begun');
      await backTo(notebook);
      const ended = untilEnded(notebook.cellAt(0));
      await stop(notebook.cellAt(0));
      await ended;
      assert.deepEqual(notebook.getCells().map(success), [false, undefined, undefined]);
      assert.match(await run(notebook, 2), /42/);
    });
  }

  it('say what became of a kernel that was killed under them; those that wait stop, and the next runs on a fresh one', async function () {
    needsProc(this);
    const notebook = await openWith(
      'killed/a.sparkify.md',
      `CREATE TABLE committed AS SELECT 42 AS n; ${endless}`,
      'SELECT 2',
      'FROM committed',
    );
    press(notebook, 0, 1);
    await untilCommitted('killed', 'committed');
    const [kernel] = kernelsIn('killed');
    const ended = untilEnded(notebook.cellAt(0));
    process.kill(kernel!.pid, 'SIGKILL');
    await ended;
    assert.match(textOf(notebook.cellAt(0)), /The kernel ended unexpectedly \(SIGKILL\)\. What was committed is kept/);
    assert.equal(success(notebook.cellAt(1)), undefined);
    assert.match(await run(notebook, 2), /42/);
    assert.notEqual(kernelsIn('killed')[0]?.pid, kernel!.pid);
  });

  it('begin anew after Restart Kernel: what the session knew is gone, what was committed is kept', async function () {
    needsProc(this);
    const notebook = await openWith(
      'restarted/a.sparkify.md',
      'SET VARIABLE kept = 41; CREATE TABLE committed AS SELECT 42 AS n',
      "SELECT coalesce(getvariable('kept')::VARCHAR, 'nothing') AS kept, n FROM committed",
    );
    await run(notebook, 0);
    const [before] = kernelsIn('restarted');
    await vscode.commands.executeCommand('sparkify.restartKernel');
    assert.match(await run(notebook, 1), /nothing\W+42/);
    assert.equal(order(notebook.cellAt(1)), 1);
    const [after, ...others] = kernelsIn('restarted');
    assert.ok(after && after.pid !== before?.pid);
    assert.deepEqual(others, []);
  });

  it('know the cells before them by name, as they were, and say which to run first', async () => {
    const text = '```sql name=top\nSELECT 42 AS n\n```\n\n```sql\nFROM top\n```\n';
    const notebook = await open(await write('named/a.sparkify.md', text));
    assert.match(await run(notebook, 1), /top/);
    assert.equal(success(notebook.cellAt(1)), false);
    await run(notebook, 0);
    assert.match(await run(notebook, 1), /42/);
  });

  it('that are deleted while they wait do not run', async () => {
    const begin = `CREATE TABLE begun AS SELECT 1; ${endless}`;
    const notebook = await openWith('deleted/a.sparkify.md', begin, 'CREATE TABLE never AS SELECT 1', 'FROM never');
    press(notebook, 0, 1);
    await untilCommitted('deleted', 'begun');
    await backTo(notebook);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await vscode.workspace.applyEdit(edit);
    const ended = untilEnded(notebook.cellAt(0));
    await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri);
    await ended;
    assert.match(await run(notebook, 1), /never/);
    assert.equal(success(notebook.cellAt(1)), false);
  });

  it('show a help page, and refuse what is no command with its place', async () => {
    const notebook = await openWith('commands/a.sparkify.md', 'sparkify # comment\nhelp', 'sparkify \nset x = 1\nelt');
    assert.match(await run(notebook, 0), /etl/);
    await run(notebook, 1);
    const [problem] = vscode.languages.getDiagnostics(notebook.cellAt(1).document.uri);
    assert.match(problem?.message ?? '', /elt/);
  });

  it('that follow a cell are of its language', async () => {
    const notebook = await openWith('language/a.sparkify.md', 'sparkify help', 'SELECT 1');
    for (const index of [1, 0]) {
      vscode.window.activeNotebookEditor!.selection = new vscode.NotebookRange(index, index + 1);
      await vscode.commands.executeCommand('notebook.cell.insertCodeCellBelow');
    }
    assert.deepEqual(
      notebook.getCells().map(({ document }) => document.languageId),
      ['sparkify', 'sparkify', 'sql', 'sql'],
    );
  });

  it('lie on the warehouse of their folder', async function () {
    needsProc(this);
    assert.ok((await vscode.workspace.fs.stat(at('order/sparkify.duckdb'))).size > 0);
    assert.equal(kernelsIn('order').length, 1);
  });
});
