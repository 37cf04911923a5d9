import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../editor/suite.ts';
import { until } from '../editor/until.ts';
import type { Notebook } from '../editor/workbench/notebook.ts';
import { opened } from './opened.ts';

const shell = promisify(execFile);

async function sparkify(...words: string[]): Promise<string> {
  const { stdout } = await shell(process.execPath, [join(root, 'dist/cli.js'), ...words], {
    cwd: opened.workspace,
    env: { ...process.env, ...opened.playground.environment },
  });
  return stdout;
}

describe('the first steps', function () {
  this.timeout(120_000);
  let notebook: Notebook;

  before(async () => {
    notebook = await opened.workbench.openNotebook('01-first-steps.sparkify.md');
  });

  it('run from the lake to the answers', async () => {
    const { workbench } = opened;
    await notebook.runAll();
    await workbench.inWebview('.head', /Run 1 succeeded/);
    await workbench.page.screenshot({ path: join(opened.pictures, 'first-steps.png') });
    await notebook.showLast(1);
    await workbench.inWebview('.bar', /rows × 5/);
    await workbench.useTheme('Light Modern');
    await workbench.page.screenshot({ path: join(opened.pictures, 'first-answers.png') });
    await workbench.useTheme('Dark Modern');
    assert.ok(await workbench.statusItem(/etl succeeded/).isVisible());
  });

  it('leave the warehouse that a shell would', async () => {
    const elsewhere = ['--warehouse', 'of-a-shell.duckdb'];
    await sparkify('etl', ...elsewhere, '--export', 'parquet-of-a-shell', '--quiet', '--json');
    await opened.workbench.run('Sparkify: Restart Kernel');
    const counts = `SELECT (SELECT count(*) FROM songplays) AS plays, (SELECT count(song_id) FROM songplays) AS matched,
      (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM songs) AS songs, (SELECT count(*) FROM artists) AS artists`;
    const here = await until('the kernel has let go of the file', () =>
      sparkify('sql', counts, '--format', 'csv').catch(() => undefined),
    );
    assert.equal(here, await sparkify('sql', counts, '--format', 'csv', ...elsewhere));
  });
});
