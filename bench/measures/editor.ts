import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium, noChromium } from '../../test/editor/chromium.ts';
import { newest } from '../../test/editor/install/builds.ts';
import { install } from '../../test/editor/install/install.ts';
import { openPage } from '../../test/editor/page.ts';
import { EditorServer } from '../../test/editor/server.ts';
import { testSettings } from '../../test/editor/settings.ts';
import { root } from '../../test/editor/suite.ts';
import { type Figures, type Orders, ordersVariable, type Span } from '../editor/figures.ts';
import { type Line, median, milliseconds, seconds } from '../report.ts';
import { Workplace } from '../workplace.ts';

/** Tasks that kept a page from anything else for more than 50 ms; shorter ones no page is told of. */
interface LongTask {
  readonly beganMs: number;
  readonly tookMs: number;
}

const watchTasks = `globalThis.longTasks = [];
  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) {
      globalThis.longTasks.push({ beganMs: performance.timeOrigin + startTime, tookMs: duration });
    }
  }).observe({ type: 'longtask', buffered: true });`;

/** What a real VS Code has of us: how soon we wake and answer, and whether it stays free while a large lake is read. */
export async function editorAtWork(
  { songs, rounds, runs }: { songs: number; rounds: number; runs: number },
  say: (line: string) => void,
): Promise<Line[]> {
  const chromium = findChromium(process.env);
  if (chromium === undefined) {
    say(`  left out: ${noChromium}`);
    return [];
  }
  const work = await Workplace.open(songs);
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-bench-editor-'));
  try {
    const { figures, tasks } = await measure(work, folder, chromium, { rounds, runs }, say);
    return [
      ...wakingLines(figures, (await stat(join(root, 'dist/extension.cjs'))).size),
      ...freeLines(figures, tasks, songs),
    ];
  } finally {
    await work.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  work: Workplace,
  folder: string,
  chromium: string,
  how: Pick<Orders, 'rounds' | 'runs'>,
  say: (line: string) => void,
): Promise<{ figures: Figures; tasks: LongTask[] }> {
  const [home, workspace] = [join(folder, 'home'), join(folder, 'workspace')];
  for (const each of [home, workspace]) await mkdir(each);
  const write = async (name: string, language: string, text: string) => {
    await writeFile(join(workspace, name), `\`\`\`${language}\n${text}\n\`\`\`\n`);
    return join(workspace, name);
  };
  const { url, credentials } = work.server;
  const etl = `etl --source s3://sparkify --endpoint ${url} --region us-east-1`;
  const orders: Orders = {
    ...how,
    output: join(folder, 'figures.json'),
    shell: [join(root, 'dist/cli.js'), ...etl.split(' '), '--quiet', '--warehouse', join(folder, 'shell.duckdb')],
    trivial: await write('trivial.sparkify.md', 'sql', 'SELECT 42 AS answer'),
    long: await write('long.sparkify.md', 'sparkify', `${etl}\n\`\`\`\n\n\`\`\`sql\nSELECT 1`),
  };
  const server = await EditorServer.start({
    editor: await install(newest, say),
    home,
    settings: testSettings,
    env: {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      [ordersVariable]: JSON.stringify(orders),
    },
    runsTests: true,
  });
  const browser = await launchChromium(chromium);
  try {
    const page = await openPage(browser, server);
    await page.addInitScript(watchTasks);
    const ended = new Promise<number>(resolve => void page.exposeFunction('codeAutomationExit', resolve));
    await page.goto(
      server.pageUrl(workspace, [
        ['extensionDevelopmentPath', server.remoteUri(root)],
        ['extensionTestsPath', server.remoteUri(await bundledInside(folder))],
      ]),
    );
    const code = await ended;
    if (code !== 0) throw new Error(`The extension host ended with ${code}: its logs are in ${home}.`);
    const figures = JSON.parse(await readFile(orders.output, 'utf8')) as Figures;
    return { figures, tasks: await tasksOf(page) };
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function bundledInside(folder: string): Promise<string> {
  const outfile = join(folder, 'inside.cjs');
  const entry = join(root, 'bench/editor/inside.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'cjs', platform: 'node', external: ['vscode'] });
  return outfile;
}

/** The window hears of the tasks of the pages of outputs too: they share its thread. */
const tasksOf = (page: Page): Promise<LongTask[]> => page.evaluate<LongTask[]>('globalThis.longTasks');

function wakingLines({ activationMs, ownMs, emptyMs }: Figures, bytes: number): Line[] {
  return [
    {
      what: 'a trivial SQL cell in VS Code, from Run to output',
      measured: milliseconds(median(ownMs)),
      against: `a controller that answers at once: ${milliseconds(median(emptyMs))}`,
      ratio: median(ownMs) / median(emptyMs),
      target: 1.3,
      unit: 'times',
    },
    {
      what: 'activation of the extension, as VS Code accounts for it',
      measured: milliseconds(activationMs),
      against: '',
      ratio: activationMs,
      target: 50,
      unit: 'ms',
    },
    { what: 'extension.cjs', measured: '', against: '', ratio: bytes / 1000, target: 150, unit: 'KB' },
  ];
}

function freeLines({ long, idle }: Figures, tasks: readonly LongTask[], songs: number): Line[] {
  const [own, others] = [tasksWithin(long, tasks), tasksWithin(idle, tasks)];
  const beside = 'beside the same etl by a shell, the window idle:';
  return [
    {
      what: `longest task of the window’s own thread while a cell loads ${songs} songs`,
      measured: `${own.count} over 50 ms in ${seconds((long.endedMs - long.beganMs) / 1000)}`,
      against: `${beside} ${others.count}, the longest ${milliseconds(others.longestMs)}`,
      ratio: own.longestMs,
      target: 50,
      unit: 'ms',
    },
    {
      what: 'longest the extension host was kept meanwhile',
      measured: milliseconds(long.blockedMs),
      against: `${beside} ${milliseconds(idle.blockedMs)}`,
      ratio: long.blockedMs,
      target: 50,
      unit: 'ms',
    },
  ];
}

function tasksWithin({ beganMs, endedMs }: Span, tasks: readonly LongTask[]): { count: number; longestMs: number } {
  const within = tasks.filter(task => task.beganMs >= beganMs && task.beganMs <= endedMs);
  return { count: within.length, longestMs: Math.max(0, ...within.map(({ tookMs }) => tookMs)) };
}
