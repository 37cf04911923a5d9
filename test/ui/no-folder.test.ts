import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench/workbench.ts';
import { opened } from './opened.ts';

describe('a window without a folder', function () {
  this.timeout(180_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await opened.openWindowWithoutFolder();
  });
  after(() => workbench.close());

  for (const command of [
    'Open Sample Notebooks',
    'Run Sample Notebook',
    'Run ETL…',
    'Extract',
    'Transform',
    'Check',
    'Export…',
    'Open Warehouse…',
    'Edit Project File',
  ]) {
    it(`is asked for one by ${command}`, async () => {
      await workbench.run(`Sparkify: ${command}`);
      await workbench.quickInput.widget.filter({ hasText: 'In which folder shall the warehouse' }).waitFor();
      await workbench.quickInput.close();
    });
  }

  it('serves other commands as any does, and none of them fails', async () => {
    for (const command of ['Restart Kernel', 'Interrupt', 'Start Playground', 'Stop Playground', 'Show Log']) {
      await workbench.run(`Sparkify: ${command}`);
    }
    await workbench.run('Sparkify: Choose Credentials…');
    await workbench.quickInput.rows.filter({ hasText: 'profile' }).first().waitFor();
    await workbench.quickInput.close();
    await workbench.run('Sparkify: New Notebook');
    await workbench.tab('Untitled-1.sparkify.md').waitFor();
    await workbench.run('Notifications: Show Notifications');
    const told = workbench.page.locator('.notifications-center .notification-list-item');
    await told.filter({ hasText: 'No kernel is running' }).first().waitFor();
    const errors = told.filter({ has: workbench.page.locator('.codicon-error') });
    assert.deepEqual(await errors.allInnerTexts(), []);
  });
});
