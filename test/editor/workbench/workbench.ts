import type { Browser, Locator, Page } from 'playwright-core';
import { openPage } from '../page.ts';
import type { EditorServer } from '../server.ts';
import { until } from '../until.ts';
import { inFrames } from './frames.ts';
import { Notebook } from './notebook.ts';
import { QuickInput } from './quick-input.ts';
import { Troubles } from './troubles.ts';

/** The window of a real VS Code, and what a person does in it. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly troubles: Troubles;

  private constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.troubles = new Troubles(page);
  }

  /** Opens a folder, or a window without one, and waits until the extension that brings this command is known. */
  static async open(
    browser: Browser,
    server: EditorServer,
    folder: string | undefined,
    command: string,
  ): Promise<Workbench> {
    const page = await openPage(browser, server);
    const workbench = new Workbench(page);
    await page.goto(server.pageUrl(folder));
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await workbench.#untilKnown(command);
    return workbench;
  }

  /** The window is drawn before the extensions are read, and a notebook opened in between opens as text and stays so. */
  async #untilKnown(command: string): Promise<void> {
    const isKnown = async () => {
      await this.quickInput.openPalette(command);
      const found = await this.quickInput.row(command).isVisible();
      await this.quickInput.close();
      return found;
    };
    await until(`the command ${command}`, isKnown, 60_000);
  }

  /** Runs a command from the palette, by its category and title. */
  async run(command: string): Promise<void> {
    // Whether a folder is trusted is known a moment after the commands are, and an open palette does not look again.
    await until(`the command ${command}`, async () => {
      await this.quickInput.openPalette(command);
      const found = await this.quickInput
        .row(command)
        .waitFor({ timeout: 2000 })
        .then(
          () => true,
          () => false,
        );
      if (!found) await this.quickInput.close();
      return found;
    });
    await this.quickInput.choose(command);
  }

  /** Opens a file of the folder as a click in the explorer does. */
  async openFile(name: string): Promise<void> {
    await this.quickInput.openFile(name);
    await this.tab(name).waitFor();
  }

  async openNotebook(name: string): Promise<Notebook> {
    await this.openFile(name);
    const notebook = new Notebook(this.page);
    await notebook.untilReady();
    return notebook;
  }

  tab(name: string): Locator {
    return this.page.locator('.part.editor .tabs-container .tab', { hasText: name }).first();
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text }).first();
  }

  inWebview(selector: string, hasText?: string | RegExp): Promise<Locator> {
    return inFrames(this.page, selector, hasText);
  }

  /** By the name in the list of themes, such as `Light Modern` or `Dark High Contrast`. */
  async useTheme(name: string): Promise<void> {
    await this.run('Preferences: Color Theme');
    await this.quickInput.line.fill(name);
    await this.quickInput.choose(name);
    await this.quickInput.widget.waitFor({ state: 'hidden' });
  }

  clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
