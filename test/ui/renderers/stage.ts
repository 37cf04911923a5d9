import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import type { Browser, Locator, Page } from 'playwright-core';
import type { FromRenderer, ToRenderer } from '../../../src/output/messages.ts';
import { mimeTypes, type Payload } from '../../../src/output/payload.ts';
import type {} from './page-side.ts';
import { type ThemeName, themes } from './themes.ts';

export const bundleOf = { result: 'grid', run: 'run', error: 'error', text: 'text' } as const satisfies Record<
  Payload['kind'],
  string
>;

const origin = 'http://localhost';
const bundles = new URL('../../../dist/renderers/', import.meta.url);

/** As strict as a page can be: what a renderer needs beyond this fails here. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:";

const sheetFor = (theme: ThemeName) => `
  :root {
    ${Object.entries(themes[theme].colours)
      .map(([name, colour]) => `--vscode-${name}: ${colour};`)
      .join('\n')}
    --vscode-font-family: 'DejaVu Sans', sans-serif;
    --vscode-font-size: 13px;
    --vscode-editor-font-family: 'DejaVu Sans Mono', monospace;
    --vscode-editor-font-size: 12px;
  }
  body { margin: 0; padding: 8px; background: var(--vscode-editor-background); }
  .output { margin-bottom: 12px; }`;

const pageIn = (theme: ThemeName) => `<!doctype html>
<html lang="en">
<head><title>Notebook</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/theme.css"></head>
<body class="${themes[theme].bodyClass}"><script type="module" src="/side.js"></script></body>
</html>`;

async function pageSide(): Promise<string> {
  const entry = new URL('page-side.ts', import.meta.url).pathname;
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
  return outputFiles[0]!.text;
}

const bundle = (pathname: string) => readFile(new URL(pathname.replace('/renderers/', ''), bundles), 'utf8');

export interface StageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  /** False in an editor without our extension: nobody listens. */
  readonly canPost?: boolean;
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

/** A page of a notebook with our renderers' real bundles in it. */
export class Stage {
  readonly page: Page;
  /** Errors, refusals of the page's policy, and whatever else the console got to hear. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(
    browser: Browser,
    { theme = 'dark', width = 800, canPost = true, reducedMotion = 'reduce' }: StageOptions = {},
  ): Promise<Stage> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const stage = new Stage(page);
    page.on('console', message => stage.complaints.push(message.text()));
    page.on('pageerror', error => stage.complaints.push(String(error)));
    const files: Readonly<Record<string, () => string | Promise<string>>> = {
      '/': () => pageIn(theme),
      '/theme.css': () => sheetFor(theme),
      '/side.js': pageSide,
    };
    await page.route('**/*', async route => {
      const { pathname } = new URL(route.request().url());
      const body = await (files[pathname] ?? (() => bundle(pathname)))();
      const contentType = pathname === '/' ? 'text/html' : pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
      await route.fulfill({ contentType, headers: { 'content-security-policy': policy }, body });
    });
    await page.goto(`${origin}/`);
    await page.waitForFunction(() => window.side !== undefined);
    await page.evaluate(can => {
      window.side.canPost = can;
    }, canPost);
    return stage;
  }

  /** What the renderer has drawn for it. */
  async draw(payload: Payload, id = 'out'): Promise<Locator> {
    const { kind } = payload;
    await this.drawText(kind, JSON.stringify(payload), id);
    return this.page.locator(`#${id} .frame`);
  }

  async drawText(kind: Payload['kind'], text: string, id = 'out'): Promise<void> {
    const args = [bundleOf[kind], id, mimeTypes[kind], text] as const;
    await this.page.evaluate(([renderer, output, mime, json]) => window.side.draw(renderer, output, mime, json), args);
  }

  async dispose(kind: Payload['kind'], id?: string): Promise<void> {
    await this.page.evaluate(([renderer, output]) => window.side.dispose(renderer!, output), [bundleOf[kind], id]);
  }

  /** What the renderers have sent to the extension so far. */
  posted(): Promise<FromRenderer[]> {
    return this.page.evaluate(() => window.side.posted as FromRenderer[]);
  }

  async answer(kind: Payload['kind'], message: ToRenderer): Promise<void> {
    await this.page.evaluate(([renderer, answer]) => window.side.answer(renderer, answer), [
      bundleOf[kind],
      message,
    ] as const);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
