import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cache } from '../fetch/cache.ts';
import { pack, run } from '../fetch/npm.ts';
import { makeWhole } from '../fetch/whole.ts';
import { sliceFor } from './mach-o.ts';
import { type Target, targets } from './targets.ts';

/** DuckDB's binaries for a target, in the version that package-lock.json names, as a package named `name`. */
export async function bindingsFor(target: Target): Promise<{ readonly name: string; readonly folder: string }> {
  const name = `@duckdb/node-bindings-${targets[target]}`;
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'));
  const { version, integrity } = packages[`node_modules/${name}`] as { version: string; integrity: string };
  const installed = join('node_modules', name);
  if (existsSync(installed)) return { name, folder: installed };
  const folder = join(cache, `duckdb-${targets[target]}-${version}`);
  await makeWhole(folder, async aside => {
    console.log(`Fetching DuckDB ${version} for ${target} (once)…`);
    const fetched = await mkdtemp(join(aside, 'fetched-'));
    const tarball = await pack({ name, version, integrity }, fetched);
    await run('tar', ['-xzf', tarball, '-C', aside, '--strip-components=1', 'package'], aside);
    await rm(fetched, { recursive: true });
  });
  return { name, folder };
}

/** Copies what Node needs of them. Of macOS's universal library only the half that the target runs: it is two libraries in one. */
export async function copyBindings(target: Target, destination: string): Promise<void> {
  const { name, folder } = await bindingsFor(target);
  const to = join(destination, name);
  const wanted = (await readdir(folder)).filter(file => /\.(node|so|dylib|dll)$|^(package\.json|LICENSE)$/.test(file));
  for (const file of wanted) await cp(join(folder, file), join(to, file));
  if (!target.startsWith('darwin-')) return;
  for (const file of wanted.filter(each => /\.(node|dylib)$/.test(each))) {
    const whole = await readFile(join(to, file));
    await writeFile(join(to, file), sliceFor(target === 'darwin-arm64' ? 'arm64' : 'x64', whole));
  }
}
