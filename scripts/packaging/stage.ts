import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyBindings } from './bindings.ts';
import { noticesOf } from './notices.ts';
import type { Target } from './targets.ts';

/** What goes along beside dist/ and the files that package.json points to. */
const companions = ['CHANGELOG.md', 'LICENSE', 'sample-notebooks'];

/** What only serves those who work on Sparkify, or is in dist/ already. */
const unneeded = ['scripts', 'dependencies', 'devDependencies', 'bin'];

/** Lays out in an empty folder all that the VSIX holds, and nothing else. */
export async function stage(target: Target, folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, unknown>;
  for (const key of unneeded) delete manifest[key];
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  const pointedTo = pathsIn(manifest).filter(path => !path.startsWith('dist/'));
  for (const path of [...companions, ...pointedTo]) {
    await cp(path, join(folder, path), { recursive: true });
  }
  await writeFile(join(folder, 'README.md'), withoutPictures(await readFile('README.md', 'utf8')));
  await cp('dist', join(folder, 'dist'), { recursive: true, filter: path => !/\.map$|inputs\.json$/.test(path) });
  await copyBindings(target, join(folder, 'dist/node_modules'));
  await writeFile(join(folder, 'ThirdPartyNotices.txt'), await noticesOf('dist/inputs.json'));
  // The folder is its own list of what to pack.
  await writeFile(join(folder, '.vscodeignore'), '');
}

/** The page of an installed extension shows pictures of websites only, and of others that they are missing. */
const withoutPictures = (readme: string): string => readme.replaceAll(/^!\[[^\]]*\]\(media\/[^)]+\)\n\n/gm, '');

/** The files of ours that package.json names: icons, schemas, grammars, renderers. */
function pathsIn(value: unknown, key = ''): string[] {
  if (Array.isArray(value)) return value.flatMap(item => pathsIn(item, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, part]) => pathsIn(part, name));
  if (typeof value !== 'string' || !(value.startsWith('./') || key === 'icon')) return [];
  const path = value.replace(/^\.\//, '');
  if (existsSync(path)) return [path];
  // An icon may also be one of VS Code's own, as in `$(play)`.
  if (key === 'icon' && value.startsWith('$(')) return [];
  throw new Error(`package.json names ${value}, and there is no such file.`);
}
