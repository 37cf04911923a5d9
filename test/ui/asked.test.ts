import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { QuickInput } from '../editor/workbench/quick-input.ts';
import type { Workbench } from '../editor/workbench/workbench.ts';
import { opened } from './opened.ts';

describe('Run ETL… in a folder without a project file', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let quickInput: QuickInput;
  let folder: string;
  const project = () => join(folder, 'sparkify.json');

  before(async () => {
    ({ workbench, folder } = await opened.openWindow('asked'));
    ({ quickInput } = workbench);
    await workbench.run('Sparkify: Start Playground');
    await workbench.notification(/serves a sample lake as S3/).waitFor();
    await workbench.run('Notifications: Clear All Notifications');
  });
  after(() => workbench.close());

  it('says of what is typed why it does not fit, and does not go on with it', async () => {
    await workbench.run('Sparkify: Run ETL…');
    await quickInput.question(/Where are song_data/).waitFor();
    for (const [typed, complaint] of [
      ['s3:/bucket', /s3:\/\//],
      [join(folder, 'nowhere'), /There is no folder/],
    ] as const) {
      await quickInput.line.fill(typed);
      await quickInput.rows.first().filter({ hasText: complaint }).waitFor();
      await quickInput.line.press('Enter');
      assert.ok(await quickInput.question(/Where are song_data/).isVisible());
    }
  });

  it('asks one thing after the other, with a way back, and writes the answers down', async () => {
    await quickInput.line.fill('');
    await quickInput.choose('s3://sparkify');
    await quickInput.question(/Into which DuckDB file/).waitFor();
    await quickInput.goBack();
    await quickInput.question(/Where are song_data/).waitFor();
    await quickInput.choose('s3://sparkify');
    await quickInput.choose(join(folder, 'sparkify.duckdb'));
    await quickInput.question(/Where shall Parquet go/).waitFor();
    await quickInput.choose('parquet');
    await quickInput.choose('Keep them in sparkify.json, and run');
    await workbench.notification(/etl \(run 1\) succeeded/).waitFor({ timeout: 60_000 });
    const { source, endpoint, export: exports } = JSON.parse(await readFile(project(), 'utf8'));
    assert.deepEqual([source, exports], ['s3://sparkify', 'parquet']);
    assert.match(endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.ok(existsSync(join(folder, 'sparkify.duckdb')) && existsSync(join(folder, 'parquet/latest.json')));
  });

  it('ends in a message that leads to the lines that were set aside', async () => {
    const ended = workbench.notification(/etl \(run 1\) succeeded/);
    const { 1: setAside } = /(\d+) lines set aside/.exec(await ended.innerText())!;
    for (const name of ['Show Result', 'Open Notebook']) await ended.getByRole('button', { name }).waitFor();
    await ended.getByRole('button', { name: 'Show Rejects' }).click();
    await workbench.tab('Untitled-1.sparkify.md').waitFor();
    await workbench.inWebview('.bar', new RegExp(`^${setAside}\\s*rows × \\d+`));
  });

  it('asks nothing once the project file says all', async () => {
    await workbench.run('Sparkify: Run ETL…');
    const ended = workbench.notification(/etl \(run 2\) found nothing new/);
    await ended.waitFor();
    await ended.getByRole('button', { name: 'Open Notebook' }).click();
    await workbench.tab('Untitled-2.sparkify.md').waitFor();
  });

  it('offers the lakes that were used before, and does nothing for who turns away', async () => {
    await workbench.run('Sparkify: Stop Playground');
    await workbench.statusItem(/playground :/).waitFor({ state: 'detached' });
    await rm(project());
    await workbench.run('Sparkify: Run ETL…');
    await quickInput.row('s3://sparkify').filter({ hasText: 'Used before.' }).waitFor();
    await quickInput.close();
    assert.equal(await workbench.notification(/etl/).count(), 0);
    assert.equal(existsSync(project()), false);
  });
});
