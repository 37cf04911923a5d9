// The tests in test/ui/: a person at a real VS Code that has the VSIX installed.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Mocha from 'mocha';
import { isTarget, thisTarget } from '../../scripts/packaging/targets.ts';
import { writeVsix } from '../../scripts/packaging/vsix.ts';
import { launchChromium } from '../editor/chromium.ts';
import { newest } from '../editor/install/builds.ts';
import { install } from '../editor/install/install.ts';
import { startPlayground } from '../editor/playground.ts';
import { layOutSamples } from '../editor/sample-folder.ts';
import { EditorServer, installExtension } from '../editor/server.ts';
import { testSettings } from '../editor/settings.ts';
import { type Counts, root, runSuite, type Told } from '../editor/suite.ts';
import { Workbench } from '../editor/workbench/workbench.ts';
import { opened } from './opened.ts';

const screenshots = join(root, '.test-tmp/ui-screenshots');
// Known only once the folder is trusted, and no command is missing from then on.
const known = 'Sparkify: Run ETL…';
/** All that were opened; the last one is in front. */
const windows: Workbench[] = [];

await runSuite('ui', async told => {
  const target = thisTarget();
  if (!isTarget(target)) throw new Error(`There is no VSIX for ${target}.`);
  const home = join(told.folder, 'home');
  // Its path can be read in pictures, and no sparkify.json lies above it.
  const folders = await mkdtemp(join(tmpdir(), 'sparkify-'));
  const workspace = join(folders, 'music');
  await rm(screenshots, { recursive: true, force: true });
  for (const folder of [home, screenshots]) await mkdir(folder, { recursive: true });
  const vsix = join(told.folder, 'sparkify.vsix');
  await writeVsix(target, vsix);
  const editor = await install(newest, line => console.log(line));
  await installExtension(vsix, editor, home);
  const playground = await startPlayground('--songs=500', '--days=5');
  await layOutSamples(workspace, playground);
  const browser = await launchChromium(told.chromium);
  const server = await EditorServer.start({ editor, home, settings: testSettings });
  try {
    const openOn = async (folder: string | undefined) => {
      const workbench = await Workbench.open(browser, server, folder, known);
      windows.push(workbench);
      return workbench;
    };
    const openWindow = async (name: string) => {
      const folder = join(folders, name);
      await mkdir(folder, { recursive: true });
      return { workbench: await openOn(folder), folder };
    };
    const openWindowWithoutFolder = () => openOn(undefined);
    const { workbench } = await openWindow('music');
    Object.assign(opened, {
      workbench,
      workspace,
      playground,
      pictures: screenshots,
      home,
      openWindow,
      openWindowWithoutFolder,
    });
    return await runTests(told);
  } finally {
    await browser.close();
    await server.stop();
    await playground.stop();
    await rm(folders, { recursive: true, force: true });
  }
});

async function keepScreenshot(title: string): Promise<void> {
  const name = title.replaceAll(/[^\w.-]+/g, '-').slice(0, 150);
  const inFront = windows.filter(({ page }) => !page.isClosed()).at(-1)!;
  await inFront.page.screenshot({ path: join(screenshots, `${name}.png`) });
}

async function runTests({ files, folder }: Told): Promise<Counts> {
  const report = join(folder, 'report.json');
  const troubles: string[] = [];
  const mocha = new Mocha({
    reporter: join(root, 'scripts/reporter.cjs'),
    reporterOptions: { report },
    timeout: 60_000,
    forbidOnly: true,
    rootHooks: {
      async afterEach(this: Mocha.Context) {
        const title = this.currentTest!.fullTitle();
        const heard = windows.flatMap(window => window.troubles.take());
        troubles.push(...heard.map(trouble => `${title}: ${trouble}`));
        await keepScreenshot(`${this.currentTest!.isFailed() ? 'FAILED ' : ''}${title}`);
      },
      afterAll: () => assert.deepEqual(troubles, [], 'Errors were written to the console of the window.'),
    },
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failedHooks: Promise<void>[] = [];
  await new Promise(resolve => {
    // A hook that fails has no test to come after.
    mocha.run(resolve).on('fail', failed => {
      if ((failed.type as string) === 'hook') failedHooks.push(keepScreenshot(`FAILED ${failed.fullTitle()}`));
    });
  });
  await Promise.all(failedHooks);
  return JSON.parse(await readFile(report, 'utf8')) as Counts;
}
