// The tests in test/extension/, inside the extension hosts of the newest VS Code and of the oldest that package.json admits.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../editor/chromium.ts';
import { type Build, builds } from '../editor/install/builds.ts';
import { install } from '../editor/install/install.ts';
import { openPage } from '../editor/page.ts';
import { EditorServer } from '../editor/server.ts';
import { testSettings } from '../editor/settings.ts';
import { type Counts, root, runSuite } from '../editor/suite.ts';
import { type Bundled, bundleTests } from './bundle.ts';
import { type Orders, ordersVariable } from './orders.ts';

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
  const orders: Orders = {
    tests,
    reporter: join(root, 'scripts/reporter.cjs'),
    report: join(home, 'report.json'),
    output: join(home, 'output.txt'),
  };
  const env = { [ordersVariable]: JSON.stringify(orders) };
  const server = await EditorServer.start({ editor, home, settings: testSettings, env, runsTests: true });
  try {
    const ended = await endOfTests(browser, server, workspace, inside, home);
    const counted = await readFile(orders.report, 'utf8').then(JSON.parse, () => undefined);
    const counts = accountOf(counted, ended);
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(await readFile(orders.output, 'utf8').catch(() => ''));
    console.log(`  VS Code ${build.version}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
    return counts;
  } finally {
    await server.stop();
  }
}

/** The host's exit code, or what kept it from having one. */
async function endOfTests(
  browser: Browser,
  server: EditorServer,
  workspace: string,
  inside: string,
  home: string,
): Promise<number | string> {
  const page = await openPage(browser, server);
  try {
    const ended = new Promise<number>(resolve => void page.exposeFunction('codeAutomationExit', resolve));
    const crashed = new Promise<string>(resolve => page.on('crash', () => resolve('its page crashed')));
    await page.goto(
      server.pageUrl(workspace, [
        ['extensionDevelopmentPath', server.remoteUri(root)],
        ['extensionTestsPath', server.remoteUri(inside)],
      ]),
    );
    const late = new Promise<string>(resolve =>
      setTimeout(resolve, minutes * 60_000, `it took longer than ${minutes} minutes`).unref(),
    );
    const how = await Promise.race([ended, crashed, server.exited.then(() => 'its server ended'), late]);
    if (how !== 0) await page.screenshot({ path: join(home, 'page.png') }).catch(() => undefined);
    return how;
  } finally {
    await page.context().close();
  }
}

/** A host that died, counted nothing, or ended otherwise than its counts say, is a failure whatever has passed before. */
function accountOf(counted: Counts | undefined, ended: number | string): Counts {
  if (counted && counted.passed + counted.failed > 0 && (ended === 0) === (counted.failed === 0)) return counted;
  const how = typeof ended === 'string' ? `did not end: ${ended}` : `ended with code ${ended}`;
  console.log(`  failed: The extension host ${how}${counted ? '' : ' before it could report'}.`);
  return { passed: counted?.passed ?? 0, failed: (counted?.failed ?? 0) + 1, skipped: counted?.skipped ?? [] };
}
