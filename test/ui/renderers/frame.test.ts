import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Payload } from '../../../src/output/payload.ts';
import { errorPayload, resultPayload, runAfter, runEvents, runPayload, runSummary } from '../../support/payloads.ts';
import { stages } from './stages.ts';
import { type ThemeName, themes } from './themes.ts';

const kinds: readonly Payload[] = [
  resultPayload(['n BIGINT'], [['1']]),
  runPayload({ state: runAfter(...runEvents), summary: runSummary() }),
  errorPayload(),
  { version: 1, kind: 'text', text: 'help' },
];

describe('every renderer', () => {
  const open = stages();

  it('takes no colour but from the theme, and none of it changes what is said', async () => {
    const said = new Set<string>();
    for (const theme of Object.keys(themes) as ThemeName[]) {
      const stage = await open({ theme });
      const outputs = [];
      for (const payload of kinds) outputs.push(await stage.draw(payload, payload.kind));
      said.add((await Promise.all(outputs.map(output => output.innerText()))).join('\n'));
      const known = new Set(Object.values(themes[theme].colours).map(colour => colour.slice(0, 7)));
      for (const output of outputs)
        for (const colour of await coloursIn(output)) assert.ok(known.has(colour), `${theme}: ${colour}`);
    }
    assert.equal(said.size, 1);
  });

  it('draws borders instead of tints in high contrast, also when the theme changes', async () => {
    const stage = await open({ theme: 'high-contrast' });
    const output = await stage.draw(kinds[1]!);
    const isContrast = () => output.evaluate(frame => frame.classList.contains('contrast'));
    assert.equal(await isContrast(), true);
    await stage.page.evaluate(() => document.body.setAttribute('class', 'vscode-dark'));
    await stage.page.waitForFunction(
      () => !document.querySelector('#out')!.firstElementChild!.shadowRoot!.querySelector('.contrast'),
    );
    await stage.page.evaluate(() => document.body.setAttribute('class', 'vscode-high-contrast-light'));
    await stage.page.waitForFunction(
      () => document.querySelector('#out')!.firstElementChild!.shadowRoot!.querySelector('.contrast') !== null,
    );
    assert.equal(await isContrast(), true);
  });

  it('draws in the fonts of the person', async () => {
    const stage = await open();
    for (const payload of kinds) {
      const output = await stage.draw(payload, payload.kind);
      const families = await output
        .locator('*')
        .evaluateAll(all => [...new Set(all.map(each => getComputedStyle(each).fontFamily))]);
      for (const family of families) assert.match(family, /^"DejaVu Sans( Mono)?"/);
    }
  });

  it('leaves nothing behind, of one output or of all', async () => {
    const stage = await open();
    for (const payload of kinds) {
      const { kind } = payload;
      for (const id of ['one', 'two', 'three']) await stage.draw(payload, `${kind}-${id}`);
      await stage.dispose(kind, `${kind}-one`);
      assert.equal(await stage.page.locator(`#${kind}-one > *`).count(), 0);
      assert.equal(await stage.page.locator(`#${kind}-two > *`).count(), 1);
      await stage.dispose(kind);
      for (const id of ['two', 'three']) assert.equal(await stage.page.locator(`#${kind}-${id} > *`).count(), 0);
    }
  });

  it('lets go of what it drew', async () => {
    const stage = await open();
    const session = await stage.page.context().newCDPSession(stage.page);
    const nodes = async () => {
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'Nodes')!.value;
    };
    await session.send('Performance.enable');
    const drawAll = async () => {
      for (const payload of kinds) {
        for (let i = 0; i < 25; i++) await stage.draw(payload, `o${i}`);
        await stage.dispose(payload.kind);
      }
    };
    await drawAll();
    const before = await nodes();
    for (let round = 0; round < 3; round++) await drawAll();
    assert.ok((await nodes()) < before + 200, `${await nodes()} nodes, ${before} before`);
  });

  it('draws over what another renderer has drawn', async () => {
    const stage = await open();
    const output = await stage.draw(kinds[1]!);
    await stage.draw(kinds[2]!);
    assert.match(await output.innerText(), /^Table songplay does not exist/);
    await stage.draw(kinds[1]!);
    assert.match(await output.innerText(), /^Run 3 succeeded/);
    assert.equal(await stage.page.locator('#out > *').count(), 1);
  });

  it('leaves an output alone that is drawn again as it was', async () => {
    const stage = await open();
    const output = await stage.draw(kinds[0]!);
    const grid = await output.getByRole('grid').elementHandle();
    await stage.draw(kinds[0]!);
    assert.ok(await output.getByRole('grid').evaluate((now, then) => now === then, grid));
  });

  it('leaves to HTML and text what another version made, or what cannot be read', async () => {
    const stage = await open();
    const names = [];
    for (const text of [
      JSON.stringify({ ...kinds[0], version: 2 }),
      'null',
      '{"version":1',
      JSON.stringify(kinds[1]),
    ]) {
      await stage.drawText('result', text).catch(() => undefined);
      names.push(
        await stage.page.evaluate(
          json =>
            window.side.draw('grid', 'x', '', json).then(
              () => 'drawn',
              (error: Error) => error.name,
            ),
          text,
        ),
      );
    }
    assert.deepEqual(names, Array(4).fill('vscode.fallbackToNextRenderer'));
  });

  it('names everything that can be reached by Tab', async () => {
    const stage = await open();
    for (const payload of kinds) {
      const output = await stage.draw(payload, payload.kind);
      const nameless = await output
        .locator('button, summary, [tabindex="0"]')
        .evaluateAll(all =>
          all.filter(each => !each.getAttribute('aria-label') && !each.textContent?.trim()).map(each => each.outerHTML),
        );
      assert.deepEqual(nameless, []);
    }
  });
});

/** Every colour that is painted, as #rrggbb; nothing that is wholly transparent. */
const coloursIn = (output: Locator): Promise<string[]> =>
  output.evaluate(frame => {
    const found = new Set<string>();
    for (const each of [frame, ...frame.querySelectorAll('*')]) {
      const style = getComputedStyle(each);
      for (const value of [style.color, style.backgroundColor, style.borderLeftColor, style.borderRightColor]) {
        const [r = 0, g = 0, b = 0, alpha = 1] = (/^rgba?\((.*)\)$/.exec(value)?.[1] ?? '').split(/[, /]+/).map(Number);
        if (alpha > 0 && value.startsWith('rgb')) {
          found.add(`#${[r, g, b].map(part => part.toString(16).padStart(2, '0')).join('')}`);
        }
      }
    }
    return [...found];
  });
