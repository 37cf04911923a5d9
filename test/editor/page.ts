import type { Browser, Page } from 'playwright-core';
import type { EditorServer } from './server.ts';

export const size = { width: 1400, height: 900 };

/** An empty page that reaches this server and nothing else: no test may hang on, or depend on, the network. */
export async function openPage(browser: Browser, server: EditorServer): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  const isElsewhere = (url: URL) => url.protocol.startsWith('http') && url.host !== server.authority;
  await context.route(isElsewhere, route => route.abort());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}
