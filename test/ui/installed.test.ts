import assert from 'node:assert/strict';
import { join } from 'node:path';
import { until } from '../editor/until.ts';
import { Notebook } from '../editor/workbench/notebook.ts';
import { opened } from './opened.ts';

describe('the installed extension', function () {
  this.timeout(120_000);

  it('has a page of its own, on which no picture is missing', async () => {
    const { workbench } = opened;
    await workbench.run('Extensions: Show Installed Extensions');
    await workbench.page.locator('.extension-list-item', { hasText: 'Sparkify' }).first().click();
    const readme = await workbench.inWebview('body', /Sparkify for VS Code/);
    assert.equal(await readme.locator('img').count(), 0);
    await workbench.run('View: Show Explorer');
  });

  it('leads through the first steps, each of which is done by its button', async () => {
    const { workbench } = await opened.openWindow('walkthrough');
    const { page } = workbench;
    const stepOf = async (id: string) => {
      await workbench.run('Welcome: Open Walkthrough...');
      await workbench.quickInput.choose('First Steps with Sparkify');
      return page.locator(`.getting-started-step[data-step-id$="#${id}"]`);
    };
    const sample = workbench.tab('01-first-steps.sparkify.md');
    for (const [id, button, outcome] of [
      ['playground', 'Start Playground', () => workbench.notification(/serves a sample lake/).waitFor()],
      ['sample', 'Open Sample Notebook', () => new Notebook(page).untilReady()],
      ['run', 'Run All', () => workbench.inWebview('.head', /Run 1 succeeded/)],
      ['ownLake', 'Run ETL…', () => workbench.notification(/etl \(run 2\) found nothing new/).waitFor()],
      ['shell', 'Copy as Shell Command', () => until('the line', async () => /etl$/.test(await workbench.clipboard()))],
    ] as const) {
      const step = await stepOf(id);
      if ((await step.getAttribute('aria-expanded')) !== 'true') await step.click();
      await step.getByRole('button', { name: button }).waitFor();
      await page.screenshot({ path: join(opened.pictures, `walkthrough-${id}.png`) });
      await step.getByRole('button', { name: button }).click();
      await outcome();
      await (await stepOf(id)).locator('.codicon.complete').waitFor();
    }
    assert.ok(await sample.isVisible());
    await workbench.close();
  });
});
