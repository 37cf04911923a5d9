import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../editor/until.ts';
import { opened } from './opened.ts';

const { workbench, workspace } = opened;
const { page } = workbench;

describe('The window', () => {
  it('has the extension from the VSIX, whose log it shows', async () => {
    await workbench.run('Sparkify: Show Log');
    const channel = page.locator('.part.panel').getByLabel('Switch Output').first().locator('option:checked');
    await until('the log of Sparkify', async () => (await channel.textContent()) === 'Sparkify');
  });

  it('opens a Sparkify notebook as one, and runs its cells on the DuckDB that came along', async () => {
    await writeFile(
      join(workspace, 'window.sparkify.md'),
      "# Window\n\n```sql\nSELECT 'from ' || version() AS said\n```\n",
    );
    const notebook = await workbench.openNotebook('window.sparkify.md');
    await notebook.runAll();
    await workbench.inWebview('.output_container', /from v1\.\d/);
  });

  it('runs a cell that was just typed, from the keyboard', async () => {
    const notebook = await workbench.openNotebook('window.sparkify.md');
    await notebook.type(1, "SELECT 'a(b' || 1 AS said");
    assert.equal(await notebook.textOf(1), "SELECT 'a(b' || 1 AS said");
    await notebook.runFocused();
    await workbench.inWebview('.output_container', /a\(b1/);
  });

  it('reaches the palette from within an output', async () => {
    await (await workbench.inWebview('.output_container', /a\(b1/)).click();
    await workbench.run('Sparkify: Edit Project File');
    await workbench.tab('sparkify.json').waitFor();
  });

  it('puts on any theme', async () => {
    await workbench.openFile('window.sparkify.md');
    for (const [theme, kind] of [
      ['Light Modern', 'vs'],
      ['Dark High Contrast', 'hc-black'],
      ['Dark Modern', 'vs-dark'],
    ] as const) {
      await workbench.useTheme(theme);
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
    }
  });

  it('colours what is written in a cell of commands as what it is', async () => {
    await writeFile(
      join(workspace, 'colours.sparkify.md'),
      "```sparkify\netl --max-rejects 5% --plan \\\n  --full # as ever\ncheck --plan --prune 'a # b'\nset least = 5\nnonsense --full\n```\n",
    );
    const notebook = await workbench.openNotebook('colours.sparkify.md');
    const colour = await notebook.coloursOf(0);
    const [command, option, comment, text, none] = ['etl', '--max-rejects', '# as ever', "'a # b'", 'nonsense'].map(
      colour,
    );
    assert.equal(new Set([command, option, comment, text, none]).size, 5);
    assert.deepEqual(['check', 'set', '--plan', '--full', '--prune'].map(colour), [
      command,
      command,
      option,
      option,
      none,
    ]);
    assert.notEqual(colour('least'), none);
  });
});
