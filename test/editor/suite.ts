import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium, noChromium } from './chromium.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What scripts/test.mjs adds up. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly title: string; readonly reason: string }[];
}

export interface Told {
  readonly chromium: string;
  /** The test files to run. */
  readonly files: readonly string[];
  /** For whatever the run writes; it goes when all is well. */
  readonly folder: string;
}

/** Runs the tests of a folder that need a real VS Code in a real browser; without one it says so, and fails where there should be one. */
export async function runSuite(name: string, run: (told: Told) => Promise<Counts>): Promise<void> {
  const { values } = parseArgs({ options: { report: { type: 'string' }, only: { type: 'string', default: '' } } });
  const files = await testFiles(name, values.only);
  const chromium = findChromium(process.env);
  const counts =
    files.length === 0
      ? none
      : chromium === undefined
        ? without(name)
        : await inFolder(name, folder => run({ chromium, files, folder }));
  if (values.report) await writeFile(values.report, JSON.stringify(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

const none: Counts = { passed: 0, failed: 0, skipped: [] };

function without(title: string): Counts {
  if (process.env.CI !== 'true') return { ...none, skipped: [{ title, reason: noChromium }] };
  console.log(`  failed: ${title}: ${noChromium}`);
  return { ...none, failed: 1 };
}

/** In a folder for whatever the run writes, which goes when all is well. */
export async function inFolder(name: string, run: (folder: string) => Promise<Counts>): Promise<Counts> {
  const parent = join(root, '.test-tmp');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, `${name}-`));
  const counts = await run(folder);
  if (counts.failed === 0) await rm(folder, { recursive: true, force: true });
  else console.log(`  Logs and profiles: ${relative(root, folder)}`);
  return counts;
}

/** The test files of a suite that have this in their path. */
export async function testFiles(suite: string, only: string): Promise<string[]> {
  const folder = join(root, 'test', suite);
  const names = await readdir(folder, { recursive: true });
  const files = names.filter(name => name.endsWith('.test.ts')).map(name => join(folder, name));
  return files.filter(file => relative(root, file).includes(only)).sort();
}
