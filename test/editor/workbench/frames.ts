import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

/**
 * Something visible in a webview or in a notebook's outputs. VS Code makes their frames, hides and replaces them as it
 * likes, so all are looked through anew each time; keep what you get no longer than you need it.
 */
export function inFrames(page: Page, selector: string, hasText?: string | RegExp): Promise<Locator> {
  return until(`${selector}${hasText === undefined ? '' : ` with ${hasText}`} in a webview`, async () => {
    for (const frame of page.frames().filter(each => each !== page.mainFrame())) {
      const found = frame.locator(selector, hasText === undefined ? {} : { hasText }).first();
      if (await found.isVisible().catch(() => false)) return found;
    }
    return undefined;
  });
}

/** What an expression gives in each webview and in each page of outputs, where it gives something. */
export async function valuesInFrames<T>(page: Page, expression: string): Promise<T[]> {
  const frames = page.frames().filter(frame => frame !== page.mainFrame());
  const values = await Promise.all(frames.map(frame => frame.evaluate<T>(expression).catch(() => undefined)));
  return values.filter(value => value !== undefined && value !== null) as T[];
}
