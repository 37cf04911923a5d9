import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { valuesInFrames } from '../editor/workbench/frames.ts';
import type { Notebook } from '../editor/workbench/notebook.ts';
import { opened } from './opened.ts';

const file = 'themes.sparkify.md';
const text = `\`\`\`sparkify
etl --full   # everything again
\`\`\`

\`\`\`sql
SELECT 1 AS n, NULL AS nothing, 'text' AS word
\`\`\`

\`\`\`sql
SELECT * FROM songplay
\`\`\`
`;

/** In a page of outputs: each text of ours, with how far its colour stands out against what is behind it. */
const contrastsHere = `(() => {
  const read = colour => {
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].map(part => part / 255);
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const parents = element => {
    const chain = [];
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) chain.push(at);
    return chain;
  };
  const page = getComputedStyle(document.body).getPropertyValue('--vscode-editor-background');
  const behind = element =>
    parents(element).reverse().reduce((below, at) => {
      const colour = getComputedStyle(at).backgroundColor;
      const [r, g, b, a] = /^rgba\\(0, 0, 0, 0\\)$/.test(colour) ? [0, 0, 0, 0] : read(colour);
      return over([r, g, b, a], below);
    }, read(page).slice(0, 3));
  const light = ([r, g, b]) => {
    const linear = part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const found = [];
  for (const host of document.querySelectorAll('.output_container *')) {
    for (const element of host.shadowRoot?.querySelectorAll('*') ?? []) {
      const text = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join('');
      if (text === '' || element.tagName === 'STYLE' || element.getClientRects().length === 0) continue;
      const below = behind(element);
      const [red, green, blue, alpha] = read(getComputedStyle(element).color);
      const seen = parents(element).reduce((rest, at) => rest * getComputedStyle(at).opacity, alpha);
      const [a, b] = [light(over([red, green, blue, seen], below)), light(below)];
      found.push({ text, ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) });
    }
  }
  return found;
})()`;

describe('what a cell shows, in every theme', function () {
  this.timeout(120_000);
  let notebook: Notebook;

  before(async () => {
    await writeFile(join(opened.workspace, file), text);
    notebook = await opened.workbench.openNotebook(file);
    await notebook.runFrom(0);
    await opened.workbench.inWebview('.head', /Run \d+ succeeded/);
    for (const cell of [1, 2]) await notebook.runFrom(cell);
    await opened.workbench.inWebview('.sentence', /songplay does not exist/);
  });
  after(() => opened.workbench.useTheme('Dark Modern'));

  it('leads from an error to the log', async () => {
    const { workbench } = opened;
    const error = await workbench.inWebview('.frame', /songplay does not exist/);
    await error.getByRole('button', { name: 'Details' }).click();
    const channel = workbench.page.locator('.part.panel').getByLabel('Switch Output').first().locator('option:checked');
    await channel.filter({ hasText: /^Sparkify$/ }).waitFor({ state: 'attached' });
    await workbench.run('View: Hide Panel');
  });

  for (const [theme, kind, least] of [
    ['Dark Modern', 'vscode-dark', 4.5],
    ['Light Modern', 'vscode-light', 4.5],
    ['Dark High Contrast', 'vscode-high-contrast:not(.vscode-high-contrast-light)', 7],
    ['Light High Contrast', 'vscode-high-contrast-light', 7],
  ] as const) {
    it(`can be read in ${theme}`, async () => {
      const { workbench } = opened;
      await workbench.useTheme(theme);
      await workbench.inWebview(`body.${kind} .frame`);
      const contrasts = (await valuesInFrames<Contrast[]>(workbench.page, contrastsHere)).flat();
      assert.ok(contrasts.length > 60, `${contrasts.length} texts`);
      // A caret is a sign, not a text.
      const faint = contrasts.filter(({ text, ratio }) => ratio < (text === '^' ? 3 : least));
      assert.deepEqual(faint, []);
    });
  }
});

interface Contrast {
  readonly text: string;
  readonly ratio: number;
}
