import type { Locator, Page } from 'playwright-core';

/** The notebook in the active editor. */
export class Notebook {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #editor(): Locator {
    return this.#page.locator('.notebook-editor:visible');
  }

  /** Until its cells are there and it has a kernel: before that, Run All would ask for one. */
  async untilReady(): Promise<void> {
    await this.cell(0).waitFor({ state: 'attached' });
    const kernel = this.#editor.locator('.notebook-toolbar-container .kernel-label');
    await kernel
      .filter({ hasNotText: /Select Kernel|Detecting Kernels/ })
      .first()
      .waitFor();
  }

  /** A cell, counted from 0, while it is in view. Of a Markdown cell the text is drawn by a webview, and its row is hidden. */
  cell(index: number): Locator {
    return this.#editor.locator(`.cell-list-container .monaco-list-row[data-index="${index}"]`).first();
  }

  async runAll(): Promise<void> {
    await this.#editor.locator('.notebook-toolbar-container').getByRole('button', { name: 'Run All' }).first().click();
  }

  /** Runs a code cell that is in view, and stays there. */
  async runFrom(index: number): Promise<void> {
    await this.cell(index).locator('.monaco-editor .view-lines').first().click();
    await this.cell(index).locator('.monaco-editor.focused').first().waitFor();
    await this.#page.keyboard.press('Control+Enter');
  }

  /** Until the cell is under way. */
  async untilRuns(index: number): Promise<void> {
    await this.cell(index).locator('.codicon-notebook-state-executing').first().waitFor();
  }

  /** Stops a cell that is under way, by the button that has started it. */
  async stop(index: number): Promise<void> {
    await this.cell(index)
      .getByRole('button', { name: /^(Stop|Interrupt)/ })
      .first()
      .click();
  }

  /** Scrolls from a code cell that is in view to the last cell and what it shows. */
  async showLast(from: number): Promise<void> {
    await this.cell(from).locator('.monaco-editor .view-lines').first().click();
    await this.#page.keyboard.press('Escape');
    await this.#page.keyboard.press('ControlOrMeta+End');
  }

  /** Replaces what stands in a cell, as if pasted: nothing is completed or closed on the way. */
  async type(index: number, text: string): Promise<void> {
    const cell = this.cell(index);
    await cell.locator('.monaco-editor .view-lines').first().click();
    await cell.locator('.monaco-editor.focused').first().waitFor();
    await this.#page.keyboard.press('ControlOrMeta+a');
    await this.#page.keyboard.insertText(text);
  }

  /** The text of a cell as far as it is in view. */
  async textOf(index: number): Promise<string> {
    const text = await this.cell(index).locator('.view-lines').first().innerText();
    return text.replaceAll('\u00a0', ' ');
  }

  /** In what a cell's words are drawn: the same for words of one kind. Of several words the first that begins so. */
  async coloursOf(index: number): Promise<(word: string) => string | undefined> {
    const spans = this.cell(index).locator('.view-line span[class*=mtk]');
    await spans.first().waitFor();
    const drawn = await spans.evaluateAll(all =>
      all.map(each => [each.textContent!.replaceAll('\u00a0', ' '), each.className.match(/mtk\d+/)![0]] as const),
    );
    return word => drawn.find(([text]) => text.trimStart().startsWith(word))?.[1];
  }

  /** Runs the cell that has the focus and goes on to the next. */
  async runFocused(): Promise<void> {
    await this.#page.keyboard.press('Shift+Enter');
  }
}
