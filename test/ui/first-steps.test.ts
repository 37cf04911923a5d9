import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { layOutSamples } from '../editor/sample-folder.ts';
import { root } from '../editor/suite.ts';
import { until } from '../editor/until.ts';
import type { Notebook } from '../editor/workbench/notebook.ts';
import { assertSameRows } from '../integration/crash/same-rows.ts';
import { opened } from './opened.ts';

const shell = promisify(execFile);
const ofShell = '../of-a-shell.duckdb';

async function sparkify(...words: string[]): Promise<string> {
  const { stdout } = await shell(process.execPath, [join(root, 'dist/cli.js'), ...words, '--warehouse', ofShell], {
    cwd: opened.workspace,
    env: { ...process.env, ...opened.playground.environment },
  });
  return stdout;
}

interface Told {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

describe('the first steps', function () {
  this.timeout(120_000);
  let notebook: Notebook;

  /** For README: with the pointer where it points to nothing. */
  async function picture(name: string): Promise<void> {
    const { page } = opened.workbench;
    await page.mouse.move(800, 5);
    await page.screenshot({ path: join(opened.pictures, `${name}.png`) });
  }

  before(async () => {
    await sparkify('etl', '--export', '../parquet-of-a-shell', '--quiet', '--json');
    notebook = await opened.workbench.openNotebook('01-first-steps.sparkify.md');
  });

  it('show the counts that a shell tells', async () => {
    const { workbench } = opened;
    await notebook.runAll();
    await workbench.inWebview('.head', /Run 1 succeeded/);
    const shown = await (await workbench.inWebview('.tables', /songplays/)).innerText();
    const { tables } = JSON.parse(await sparkify('tables', '--json')) as Told;
    assert.equal(tables.length, 7);
    for (const { name, rows } of tables) {
      assert.match(shown.replaceAll(',', ''), new RegExp(`\\b${name}\\s+${rows}\\s+\\+${rows}\\b`));
    }
    await workbench.statusItem(/etl succeeded/).waitFor();
    await picture('first-steps');
  });

  it('run from the lake to the answers', async () => {
    const { workbench } = opened;
    await notebook.showLast(1);
    await workbench.inWebview('.bar', /rows × 5/);
    await workbench.useTheme('Light Modern');
    await picture('first-answers');
    await workbench.useTheme('Dark High Contrast');
    await workbench.quickInput.openPalette('Sparkify: ');
    await workbench.quickInput.row('Sparkify: Run ETL…').waitFor();
    await picture('palette');
    await workbench.quickInput.close();
    await workbench.useTheme('Dark Modern');
  });

  it('leave the same warehouse by a cell, by the palette and by a shell', async () => {
    const { workbench, workspace, playground } = opened;
    const palette = await opened.openWindow('by-palette');
    await layOutSamples(palette.folder, playground);
    await palette.workbench.run('Sparkify: Run ETL…');
    await palette.workbench.notification(/etl \(run 1\) succeeded/).waitFor({ timeout: 60_000 });
    for (const window of [workbench, palette.workbench]) await window.run('Sparkify: Restart Kernel');
    for (const folder of [workspace, palette.folder]) {
      await until('the kernel has let go of the file, and it holds the same rows', async () => {
        await assertSameRows(join(folder, 'sparkify.duckdb'), join(workspace, ofShell));
        return true;
      });
    }
    await palette.workbench.close();
  });
});
