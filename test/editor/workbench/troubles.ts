import type { Page } from 'playwright-core';

/** What VS Code says of itself in every window, with and without us; each with its reason. */
const noise: readonly RegExp[] = [
  // Its wrapper would serve these; the server alone has none of them.
  /Failed to load resource.*\/(_static|update\/check)/,
  /_static\/out\/browser\/serviceWorker\.js|A bad HTTP response code \(404\) was received when fetching the script/,
  // A part that only Microsoft's own builds contain.
  /node_modules\/vsda\//,
  // Whenever a window is closed.
  /Long running operations during shutdown are unsupported in the web/,
  // Nobody can sign in here.
  /authentication provider 'github'/,
];

/** What went wrong behind the screen: errors in the console of the page and of its webviews, refused by a policy or thrown. */
export class Troubles {
  readonly #found: string[] = [];

  constructor(page: Page) {
    page.on('console', message => {
      if (message.type() === 'error') this.#add(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', error => this.#add(error.stack ?? error.message));
    page.on('crash', () => this.#add('The page crashed.'));
  }

  /** All since the last time. */
  take(): string[] {
    return this.#found.splice(0);
  }

  #add(text: string): void {
    if (!noise.some(known => known.test(text))) this.#found.push(text);
  }
}
