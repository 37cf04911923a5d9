// Runs within the extension host: measures what it costs to wake, to run a cell that does nothing, and to watch a long run.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { activationTimesOf } from '../../test/extension/activation-times.ts';
import { untilAtRest } from '../../test/extension/at-rest.ts';
import { type Figures, type Orders, ordersVariable, type Span } from './figures.ts';

const extension = 'sparkify.sparkify';
const empty = 'empty';

export async function run(): Promise<void> {
  const orders = JSON.parse(process.env[ordersVariable]!) as Orders;
  await untilAtRest();
  await vscode.extensions.getExtension(extension)!.activate();
  const { loadMs, activateMs, finishMs } = await activationTimesOf(extension);
  const figures: Figures = {
    activationMs: loadMs + activateMs + finishMs,
    ...(await trivialRuns(orders)),
    ...(await longRuns(orders)),
  };
  await writeFile(orders.output, JSON.stringify(figures));
}

async function open(path: string): Promise<vscode.NotebookDocument> {
  const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

async function choose(id: string): Promise<void> {
  await vscode.commands.executeCommand('notebook.selectKernel', { id, extension });
}

/** The same cell by our controller and by one that answers at once, in turn. */
async function trivialRuns({ trivial, rounds, runs }: Orders): Promise<{ ownMs: number[]; emptyMs: number[] }> {
  const controller = vscode.notebooks.createNotebookController(empty, 'sparkify', 'Empty', ([cell], _, own) => {
    const execution = own.createNotebookCellExecution(cell!);
    execution.start(Date.now());
    void execution
      .replaceOutput(new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.text('42')]))
      .then(() => execution.end(true, Date.now()));
  });
  const notebook = await open(trivial);
  const ownMs: number[] = [];
  const emptyMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [id, times] of [
      ['sparkify', ownMs],
      [empty, emptyMs],
    ] as const) {
      await choose(id);
      // The first starts the kernel, or finds it anew.
      await runCell(notebook);
      for (let i = 0; i < runs; i++) times.push(await runCell(notebook));
    }
  }
  await choose('sparkify');
  controller.dispose();
  return { ownMs, emptyMs };
}

/** From Run to the output, in ms; comes back when the cell has ended. */
async function runCell(notebook: vscode.NotebookDocument, index = 0): Promise<number> {
  const begun = performance.now();
  let shownMs: number | undefined;
  let listening: vscode.Disposable | undefined;
  const ended = new Promise<boolean>(resolve => {
    listening = vscode.workspace.onDidChangeNotebookDocument(({ notebook: changed, cellChanges }) => {
      if (changed !== notebook) return;
      for (const { outputs, executionSummary } of cellChanges) {
        if (outputs && outputs.length > 0) shownMs = performance.now() - begun;
        if (shownMs !== undefined && executionSummary?.success !== undefined) resolve(executionSummary.success);
      }
    });
  });
  const ranges = [{ start: index, end: index + 1 }];
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
  const isDone = await ended;
  listening?.dispose();
  if (!isDone) throw new Error(`A cell failed: ${notebook.cellAt(index).document.getText()}`);
  return shownMs!;
}

async function longRuns({ long, shell }: Orders): Promise<Pick<Figures, 'long' | 'idle'>> {
  const notebook = await open(long);
  // VS Code makes the page of a notebook's outputs with the first of them; that is no cost of the long one.
  await runCell(notebook, 1);
  await untilAtRest();
  const idle = await spanOf(() => promisify(execFile)(process.execPath, shell));
  await untilAtRest();
  return { idle, long: await spanOf(() => runCell(notebook)) };
}

async function spanOf(work: () => Promise<unknown>): Promise<Span> {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  const beganMs = Date.now();
  delays.enable();
  await work();
  delays.disable();
  return { beganMs, endedMs: Date.now(), blockedMs: delays.max / 1e6 };
}
