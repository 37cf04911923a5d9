import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache } from '../../../scripts/fetch/cache.ts';
import { installLocked, type Pinned, pack, run } from '../../../scripts/fetch/npm.ts';
import { makeWhole } from '../../../scripts/fetch/whole.ts';
import { type Build, leftOut, modules, newest, nodes, ripgrep, standIns } from './builds.ts';
import { type Lock, lockOf } from './lock.ts';

/** A VS Code that lies ready on this machine. */
export interface Installed {
  readonly version: string;
  /** Where its `out/server-main.js` is. */
  readonly folder: string;
  /** The Node it runs on. */
  readonly node: string;
}

const standInFolder = fileURLToPath(new URL('../stand-ins', import.meta.url));

/** Fetches what is not there yet, saying so a line each. Everything comes from npm's registry, and is held against known digests. */
export async function install(build: Build, say: (line: string) => void): Promise<Installed> {
  const node = await installNode(build, say);
  const folder = join(cache, `vscode-${build.version}-${await recipeOf(build)}`);
  await makeWhole(folder, async aside => {
    say(`Fetching VS Code ${build.version} (50 MB, once)…`);
    await unpackServer(build, aside);
    await installModules(aside);
    await standIn(aside);
    await unpack(ripgrep, aside, { members: [`package/bin/${process.platform}-${process.arch}/${rg}`], strip: 3 });
  });
  return { version: build.version, folder, node };
}

const rg = process.platform === 'win32' ? 'rg.exe' : 'rg';

async function installNode({ needsOfNode }: Build, say: (line: string) => void): Promise<string> {
  if (needsOfNode === undefined || needsOfNode in nodeModule) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const pinned = nodes[platform];
  if (pinned === undefined) {
    throw new Error(`VS Code ${newest.version} needs Node 22.15 or newer, and there is none to fetch for ${platform}.`);
  }
  const folder = join(cache, `node-${pinned.version}`);
  await makeWhole(folder, async aside => {
    say(`Fetching Node ${pinned.version} to run VS Code on (50 MB, once)…`);
    await unpack(pinned, aside, { members: ['package/bin/node'], strip: 2 });
  });
  return join(folder, 'node');
}

/** Another recipe makes another folder: what an older one made is not mistaken for it. */
async function recipeOf(build: Build): Promise<string> {
  const files = await Promise.all(
    [...new Set(Object.values(standIns))].map(file => readFile(join(standInFolder, file))),
  );
  const recipe = createHash('sha256').update(JSON.stringify([build, ripgrep, leftOut, modules, standIns]));
  for (const file of files) recipe.update(file);
  return recipe.digest('hex').slice(0, 8);
}

async function unpackServer({ server }: Build, folder: string): Promise<void> {
  const root = 'package/lib/vscode';
  const excluded = leftOut.map(name => `${root}/extensions/${name}`);
  await unpack(server, folder, { members: [root], strip: 3, excluded: ['*.map', ...excluded] });
}

interface Wanted {
  readonly members: readonly string[];
  /** How many of their leading folders go. */
  readonly strip: number;
  readonly excluded?: readonly string[];
}

async function unpack(pinned: Pinned, folder: string, { members, strip, excluded = [] }: Wanted): Promise<void> {
  const aside = await mkdtemp(join(folder, 'fetched-'));
  const tarball = await pack(pinned, aside);
  const options = [`--strip-components=${strip}`, ...excluded.map(pattern => `--exclude=${pattern}`)];
  await run('tar', ['-xzf', tarball, '-C', folder, ...options, ...members], folder);
  await rm(aside, { recursive: true });
}

/** The server's own lock file has the versions and digests; we take the part of it that is plain JavaScript. */
async function installModules(folder: string): Promise<void> {
  const whole = JSON.parse(await readFile(join(folder, 'npm-shrinkwrap.json'), 'utf8')) as Lock;
  const { manifest, ...lock } = lockOf(whole, modules);
  const aside = join(folder, 'modules');
  await mkdir(aside);
  await writeFile(join(aside, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(aside, 'package-lock.json'), JSON.stringify(lock));
  await installLocked(aside);
  await rename(join(aside, 'node_modules'), join(folder, 'node_modules'));
  await rm(aside, { recursive: true });
}

async function standIn(folder: string): Promise<void> {
  for (const [name, file] of Object.entries(standIns)) {
    const place = join(folder, 'node_modules', name);
    await rm(place, { recursive: true, force: true });
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' }));
    await copyFile(join(standInFolder, file), join(place, 'index.cjs'));
  }
}
