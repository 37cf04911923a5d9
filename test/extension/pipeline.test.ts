import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { sampleLake } from '../../src/playground/sample/sample-lake.ts';
import { SampleStore } from '../../src/playground/sample/sample-store.ts';
import { type PlaygroundServer, startServer } from '../../src/playground/server.ts';
import { OverlayStore } from '../../src/playground/store/overlay.ts';
import { until } from '../editor/until.ts';
import { filesWith } from './files-with.ts';
import { kernelsIn, needsProc } from './kernels-at-work.ts';
import { at, openWith, payloadsOf, press, run, textOf, untilEnded, write } from './notebook-in-hand.ts';
import { needsPerson, person } from './person.ts';

const secret = { accessKeyId: 'AKIAHUSHHUSHHUSH0042', secretAccessKey: 'hush/hush+hush/hush+hush/hush+hush/hush42' };

/** A project file for a folder, on a lake that only these keys open. */
const project = (url: string, more: object = {}) =>
  JSON.stringify({ source: 's3://lake', endpoint: url, region: 'us-east-1', options, ...more });

/** The sample has lines to reject, and this lake is small. */
const options = { etl: { 'max-rejects': '100%' } };

describe('The pipeline in the editor', () => {
  let lake: PlaygroundServer;
  before(async () => {
    const store = new OverlayStore(new SampleStore(sampleLake({ seed: 1, songs: 1500, days: 4, users: 20 })));
    lake = await startServer({ buckets: { lake: store }, credentials: [secret], latencyMs: 5 });
  });
  after(() => lake.close());

  describe('with keys that a person has typed', () => {
    before(async function () {
      needsPerson(this);
      const choosing = vscode.commands.executeCommand('sparkify.chooseCredentials');
      await person.choose('Keys…');
      await person.answer('AWS access key ID', secret.accessKeyId);
      await person.answer('AWS secret access key', secret.secretAccessKey);
      await person.answer('Session token', '');
      await choosing;
    });
    after(async () => {
      const choosing = vscode.commands.executeCommand('sparkify.chooseCredentials');
      await person.choose('Automatic');
      await choosing;
    });

    it('runs etl in a cell: progress at most ten times a second in one output, then the account', async () => {
      await write('etl/sparkify.json', project(lake.url));
      const notebook = await openWith('etl/a.sparkify.md', 'sparkify etl', 'SELECT count(*) AS plays FROM songplays');
      const cell = notebook.cellAt(0);
      const shownMs: number[] = [];
      const listening = vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
        if (cellChanges.some(change => change.cell === cell && change.outputs)) shownMs.push(Date.now());
      });
      const ended = untilEnded(cell);
      press(notebook, 0);
      await until('the run at work', () => /extract/.test(textOf(cell)));
      const [shown] = cell.outputs;
      await ended;
      listening.dispose();
      assert.equal(cell.outputs.length, 1);
      assert.equal(cell.outputs[0], shown);
      const seconds = (shownMs.at(-1)! - shownMs[0]!) / 1000;
      // The first and the last word come when they are due.
      assert.ok(shownMs.length > 2 && shownMs.length <= 10 * seconds + 3, `${shownMs.length} in ${seconds} s`);
      const [account] = payloadsOf(cell);
      assert.ok(account?.kind === 'run' && account.summary?.status === 'succeeded');
      assert.equal(account.summary.objects.read, 1504);
      assert.match(await run(notebook, 1), new RegExp(String(account.summary.tables.songplays?.rows)));
    });

    it('runs from the palette as the project file says, again, step by step, and gives its line for a shell', async () => {
      await write('palette/sparkify.json', project(lake.url, { export: 'parquet' }));
      const runs = "SELECT string_agg(command || ' ' || status, ', ' ORDER BY run) AS told FROM books.runs";
      const notebook = await openWith('palette/a.sparkify.md', runs);
      const commands = ['runEtl', 'runEtlAgain', 'extract', 'transform', 'check', 'export'];
      for (const command of commands) {
        await vscode.commands.executeCommand(`sparkify.${command}`);
        await vscode.window.showNotebookDocument(notebook);
      }
      const told = await run(notebook, 0);
      assert.match(told, /etl succeeded, etl unchanged, extract \w+, transform \w+, check \w+, export \w+/);
      assert.doesNotMatch(told, /failed/);
      vscode.window.activeNotebookEditor!.selection = new vscode.NotebookRange(0, 0);
      await vscode.commands.executeCommand('sparkify.copyShellCommand');
      assert.match(await vscode.env.clipboard.readText(), /^cd .+palette.* && sparkify sql /);
    });

    it('asks what the project file does not say, keeps the answers, and asks no more', async () => {
      const notebook = await openWith('asking/a.sparkify.md', 'SELECT count(*) > 0 AS found FROM staging_songs');
      await write('asking/sparkify.json', JSON.stringify({ endpoint: lake.url, region: 'us-east-1', options }));
      const running = vscode.commands.executeCommand('sparkify.extract');
      await person.answer('Where are song_data/ and log_data/?', 's3://lake');
      await person.choose(at('asking/sparkify.duckdb').fsPath);
      await person.choose('Keep them in sparkify.json, and run');
      await running;
      assert.equal(JSON.parse(await readFile(at('asking/sparkify.json').fsPath, 'utf8')).source, 's3://lake');
      await vscode.commands.executeCommand('sparkify.extract');
      await vscode.window.showNotebookDocument(notebook);
      assert.match(await run(notebook, 0), /true/);
    });

    it('leaves the keys nowhere: not in files, logs and state, nor in the arguments and environment of a kernel', async function () {
      needsProc(this);
      const kernels = kernelsIn();
      assert.ok(kernels.length > 0);
      for (const { argv, environment } of kernels) {
        assert.ok(!argv.includes(secret.secretAccessKey) && !environment.includes(secret.secretAccessKey));
      }
      const home = join(at('.').fsPath, '..');
      assert.ok((await filesWith(home, 'keys in the secret storage')).some(file => file.endsWith('Sparkify.log')));
      assert.deepEqual(await filesWith(home, secret.secretAccessKey), []);
    });
  });

  it('without these keys says that it was not let in', async () => {
    await write('stranger/sparkify.json', project(lake.url));
    const notebook = await openWith('stranger/a.sparkify.md', 'sparkify extract');
    await run(notebook, 0);
    const [told] = payloadsOf(notebook.cellAt(0));
    const code = told?.kind === 'run' ? told.summary?.error?.code : told?.kind === 'error' ? told.code : undefined;
    assert.match(code ?? '', /^lake\./);
  });
});
