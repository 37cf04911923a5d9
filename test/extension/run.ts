// The tests in test/extension/, inside the extension hosts of the newest VS Code and of the oldest that package.json admits.
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../editor/chromium.ts';
import { type Build, builds } from '../editor/install/builds.ts';
import { install } from '../editor/install/install.ts';
import { openPage } from '../editor/page.ts';
import { EditorServer } from '../editor/server.ts';
import { testSettings } from '../editor/settings.ts';
import { type Counts, root, runSuite } from '../editor/suite.ts';
import { accountOf, ordersIn } from './account.ts';
import { type Bundled, bundleTests } from './bundle.ts';
import { Hands } from './hands.ts';
import { ordersVariable } from './orders.ts';

const minutes = 8;

/** Of these; VSCODE_VERSION=1.139 takes one. */
const wanted = builds.filter(({ version }) => version.startsWith(process.env.VSCODE_VERSION ?? ''));

await runSuite('extension', async ({ chromium, files, folder }) => {
  const bundled = await bundleTests(files, join(folder, 'tests'));
  const browser = await launchChromium(chromium);
  try {
    const counts: Counts[] = [];
    for (const build of wanted) {
      for (const isTrusted of [true, false]) {
        const tests = bundled.tests.filter(test => test.includes('/restricted/') !== isTrusted);
        const home = join(folder, build.version, isTrusted ? 'trusted' : 'restricted');
        if (tests.length > 0) counts.push(await runIn(build, browser, { ...bundled, tests }, { home, isTrusted }));
      }
    }
    return {
      passed: counts.reduce((sum, { passed }) => sum + passed, 0),
      failed: counts.reduce((sum, { failed }) => sum + failed, 0),
      skipped: counts.flatMap(({ skipped }) => skipped),
    };
  } finally {
    await browser.close();
  }
});

interface Window {
  /** For whatever this VS Code writes. */
  readonly home: string;
  /** Or its folder is one that nobody has said to trust. */
  readonly isTrusted: boolean;
}

async function runIn(build: Build, browser: Browser, bundled: Bundled, window: Window): Promise<Counts> {
  const startedMs = Date.now();
  const { home, isTrusted } = window;
  const { inside, tests } = bundled;
  const editor = await install(build, line => console.log(line));
  await mkdir(join(home, 'workspace'), { recursive: true });
  if (!isTrusted) await installRunner(home);
  const hands = await Hands.open();
  const orders = { ...ordersIn(home, tests), inside, hands: hands.url };
  const server = await EditorServer.start({
    editor,
    home,
    settings: isTrusted ? testSettings : { ...testSettings, 'security.workspace.trust.startupPrompt': 'never' },
    env: { [ordersVariable]: JSON.stringify(orders) },
    runsTests: isTrusted,
    asksForTrust: !isTrusted,
  });
  const page = await openPage(browser, server);
  hands.layOn(page);
  try {
    const counts = await accountOf(orders, await endOfTests(page, server, inside, hands, window));
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    const where = isTrusted ? '' : ' in a folder that is not trusted';
    console.log(`  VS Code ${build.version}${where}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
    return counts;
  } finally {
    hands.close();
    await page.context().close();
    await server.stop();
  }
}

/** The extension as it lies here, and one that runs the tests. */
async function installRunner(home: string): Promise<void> {
  const extensions = join(home, 'extensions');
  await mkdir(extensions, { recursive: true });
  await symlink(root, join(extensions, 'sparkify.sparkify-0.1.0'));
  await cp(join(root, 'test/extension/runner'), join(extensions, 'sparkify-tests.runner-1.0.0'), { recursive: true });
}

/** The host's exit code, or what kept it from having one. */
async function endOfTests(
  page: Page,
  server: EditorServer,
  inside: string,
  hands: Hands,
  { home, isTrusted }: Window,
): Promise<number | string> {
  const ended = new Promise<number>(resolve => void page.exposeFunction('codeAutomationExit', resolve));
  const crashed = new Promise<string>(resolve => page.on('crash', () => resolve('its page crashed')));
  const payload = [
    ['extensionDevelopmentPath', server.remoteUri(root)],
    ['extensionTestsPath', server.remoteUri(inside)],
  ] as const;
  await page.goto(server.pageUrl(join(home, 'workspace'), isTrusted ? payload : []));
  const late = new Promise<string>(resolve =>
    setTimeout(resolve, minutes * 60_000, `it took longer than ${minutes} minutes`).unref(),
  );
  const how = await Promise.race([ended, hands.ended, crashed, server.exited.then(() => 'its server ended'), late]);
  if (how !== 0) await page.screenshot({ path: join(home, 'page.png') }).catch(() => undefined);
  return how;
}
