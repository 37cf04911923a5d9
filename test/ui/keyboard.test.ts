import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../editor/until.ts';
import { Notebook } from '../editor/workbench/notebook.ts';
import type { Workbench } from '../editor/workbench/workbench.ts';
import { opened } from './opened.ts';

interface Focus {
  readonly role: string;
  readonly text: string;
  /** In a webview, where outputs are. */
  readonly isInside: boolean;
}

/** In a page: what has the focus there, in whatever shadow roots; undefined where it is in no element, or in a frame. */
const focusHere = `(() => {
  let element = document.hasFocus() ? document.activeElement : null;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body || element.tagName === 'IFRAME') return undefined;
  return { role: element.getAttribute('role') ?? '', text: element.textContent, isInside: window !== window.top };
})()`;

describe('with nothing but a keyboard', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let page: Page;
  let folder: string;

  before(async () => {
    ({ workbench, folder } = await opened.openWindow('keys'));
    ({ page } = workbench);
  });
  after(() => workbench.close());

  const press = (keys: string) => page.keyboard.press(keys);

  /** As by hand: F1, the words, and Enter once the row that is taken is the one that is meant. */
  async function command(title: string): Promise<void> {
    await workbench.quickInput.openPalette('');
    await page.keyboard.type(title);
    await workbench.quickInput.row(title).and(page.locator('.focused')).waitFor();
    await press('Enter');
  }

  /** What has the focus, through frames and shadow roots: its role and its text. */
  async function focused(): Promise<Focus> {
    for (const frame of page.frames().toReversed()) {
      const found = await frame.evaluate<Focus | undefined>(focusHere).catch(() => undefined);
      if (found) return found;
    }
    return { role: '', text: '', isInside: false };
  }

  /** Goes on by a key until the focus is on what is meant. */
  const goTo = (key: string, role: string, text: RegExp) =>
    until(`the focus on ${role} ${text}`, async () => {
      const now = await focused();
      if (now.role === role && text.test(now.text)) return true;
      await press(key);
      return false;
    });

  it('the playground starts and sparkify.json is written', async () => {
    await command('Sparkify: Start Playground');
    await workbench.notification(/serves a sample lake as S3/).waitFor();
    await command('Notifications: Focus Notification Toast');
    await goTo('Tab', 'button', /^Write sparkify\.json$/);
    await press('Enter');
    await until('sparkify.json', () => existsSync(join(folder, 'sparkify.json')));
  });

  it('the sample opens, and its cells run one after the other', async () => {
    await command('Sparkify: Open Sample Notebooks');
    await workbench.tab('01-first-steps.sparkify.md').waitFor();
    await new Notebook(page).untilReady();
    await press('Shift+Enter');
    await press('Shift+Enter');
    await workbench.inWebview('.head', /Run 1 succeeded/);
    for (const said of [/rows × 3/, /rows × 3/]) {
      await press('Shift+Enter');
      await press('Shift+Enter');
      await workbench.inWebview('.bar', said);
    }
  });

  it('an output is entered, walked through and left', async () => {
    await press('Escape');
    await press('ArrowUp');
    await press('ArrowUp');
    await workbench.statusItem('Cell 5 of 12').waitFor();
    await press('ControlOrMeta+Shift+ArrowDown');
    await until('the focus in the output', async () => (await focused()).isInside);
    await goTo('Tab', 'gridcell', /./);
    const { text } = await focused();
    await press('ArrowDown');
    const below = await focused();
    assert.equal(below.role, 'gridcell');
    assert.notEqual(below.text, text);
    await command('View: Focus Active Editor Group');
    await until('the focus in the notebook', async () => !(await focused()).isInside);
  });
});
