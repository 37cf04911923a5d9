import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

/** The list and the line that VS Code asks its questions with; the command palette is one of them. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }

  get line(): Locator {
    return this.widget.locator('.quick-input-box input').first();
  }

  get rows(): Locator {
    return this.widget.locator('.monaco-list-row');
  }

  /** The row whose label is exactly this; beside it may stand a key, or that it was used before. */
  row(label: string): Locator {
    const exact = new RegExp(`^\\s*${label.replaceAll(/[^\w ]/g, '\\$&')}\\s*$`);
    return this.rows.filter({ has: this.#page.locator('.label-name', { hasText: exact }) }).first();
  }

  /** The question that is being asked, by the words that stand where the answer is typed. */
  question(words: RegExp): Locator {
    return this.widget.getByPlaceholder(words);
  }

  async goBack(): Promise<void> {
    await this.widget.locator('.quick-input-titlebar').getByRole('button', { name: 'Back' }).click();
  }

  /** Takes a row by clicking: Enter might take another while the list is being filtered. */
  async choose(label: string): Promise<void> {
    await this.row(label).click();
  }

  async answer(text: string): Promise<void> {
    await this.line.fill(text);
    await this.line.press('Enter');
  }

  async close(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Opens a file of the folder by its name. One that was just written may be missing from a list begun too early. */
  async openFile(name: string): Promise<void> {
    await until(`${name} in the list of files`, async () => {
      await this.#open('ControlOrMeta+p', 'the list of files');
      await this.line.fill(name);
      const isListed = await appears(this.row(name));
      if (!isListed) await this.close();
      return isListed;
    });
    await this.choose(name);
  }

  async openPalette(text: string): Promise<void> {
    await this.#open('F1', 'the command palette');
    await this.line.fill(`>${text}`);
  }

  /** Keys reach VS Code from within webviews too; where one does not, the focus is moved out and it is pressed again. */
  async #open(key: string, what: string): Promise<void> {
    await until(what, async () => {
      await this.#page.keyboard.press(key);
      const isOpen = await appears(this.line);
      if (!isOpen) await this.#page.locator('.part.statusbar').click({ position: { x: 400, y: 5 } });
      return isOpen;
    });
  }
}

const appears = (what: Locator): Promise<boolean> =>
  what.waitFor({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
