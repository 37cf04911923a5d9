// The tests in test/extension/, inside the extension hosts of the newest VS Code and of the oldest that package.json admits.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../editor/chromium.ts';
import { type Build, builds } from '../editor/install/builds.ts';
import { install } from '../editor/install/install.ts';
import { openPage } from '../editor/page.ts';
import { EditorServer } from '../editor/server.ts';
import { testSettings } from '../editor/settings.ts';
import { type Counts, root, runSuite } from '../editor/suite.ts';
import { accountOf, ordersIn } from './account.ts';
import { type Bundled, bundleTests } from './bundle.ts';
import { ordersVariable } from './orders.ts';

const minutes = 8;

await runSuite('extension', async ({ chromium, files, folder }) => {
  const bundled = await bundleTests(files, join(folder, 'tests'));
  const browser = await launchChromium(chromium);
  try {
    const counts: Counts[] = [];
    for (const build of builds) counts.push(await runIn(build, browser, bundled, join(folder, build.version)));
    return {
      passed: counts.reduce((sum, { passed }) => sum + passed, 0),
      failed: counts.reduce((sum, { failed }) => sum + failed, 0),
      skipped: counts.flatMap(({ skipped }) => skipped),
    };
  } finally {
    await browser.close();
  }
});

async function runIn(build: Build, browser: Browser, { inside, tests }: Bundled, home: string): Promise<Counts> {
  const startedMs = Date.now();
  const editor = await install(build, line => console.log(line));
  const workspace = join(home, 'workspace');
  await mkdir(workspace, { recursive: true });
  const orders = ordersIn(home, tests);
  const env = { [ordersVariable]: JSON.stringify(orders) };
  const server = await EditorServer.start({ editor, home, settings: testSettings, env, runsTests: true });
  try {
    const counts = await accountOf(orders, await endOfTests(browser, server, { workspace, inside, home }));
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    console.log(`  VS Code ${build.version}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
    return counts;
  } finally {
    await server.stop();
  }
}

interface Places {
  readonly workspace: string;
  readonly inside: string;
  readonly home: string;
}

/** The host's exit code, or what kept it from having one. */
async function endOfTests(browser: Browser, server: EditorServer, places: Places): Promise<number | string> {
  const page = await openPage(browser, server);
  try {
    const ended = new Promise<number>(resolve => void page.exposeFunction('codeAutomationExit', resolve));
    const crashed = new Promise<string>(resolve => page.on('crash', () => resolve('its page crashed')));
    await page.goto(
      server.pageUrl(places.workspace, [
        ['extensionDevelopmentPath', server.remoteUri(root)],
        ['extensionTestsPath', server.remoteUri(places.inside)],
      ]),
    );
    const late = new Promise<string>(resolve =>
      setTimeout(resolve, minutes * 60_000, `it took longer than ${minutes} minutes`).unref(),
    );
    const how = await Promise.race([ended, crashed, server.exited.then(() => 'its server ended'), late]);
    if (how !== 0) await page.screenshot({ path: join(places.home, 'page.png') }).catch(() => undefined);
    return how;
  } finally {
    await page.context().close();
  }
}
