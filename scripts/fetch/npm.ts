import { type SpawnOptions, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** A package of the registry, and the digest its tarball must have. */
export interface Pinned {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** Brings a package's tarball into the folder; nobody reads it before its digest is the one we know. */
export async function pack({ name, version, integrity }: Pinned, folder: string): Promise<string> {
  await npm(['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], folder);
  const [file] = (await readdir(folder)).filter(each => each.endsWith('.tgz'));
  if (file === undefined) throw new Error(`npm pack ${name}@${version} brought no tarball.`);
  const tarball = join(folder, file);
  const [algorithm, expected] = integrity.split(/-(.*)/s) as [string, string];
  const hash = createHash(algorithm);
  await pipeline(createReadStream(tarball), hash);
  if (hash.digest('base64') !== expected) {
    throw new Error(`What the registry sent as ${name}@${version} is not what we know under that name: ${integrity}.`);
  }
  return tarball;
}

/** Installs what the folder's package-lock.json says, running nothing of it. */
export const installLocked = (folder: string): Promise<string> =>
  npm(['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], folder);

/** npm itself when npm started us; else the one on the path, which on Windows is a script that wants a shell. */
function npm(args: readonly string[], folder: string): Promise<string> {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], folder);
  return run('npm', args, folder, { shell: process.platform === 'win32' });
}

/** What the program said, where it ends well; all of it in the error, where it does not. */
export async function run(
  program: string,
  args: readonly string[],
  folder: string,
  how: Pick<SpawnOptions, 'env' | 'shell'> = {},
): Promise<string> {
  const child = spawn(program, args, { ...how, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const words = (await said).join('\n').trim();
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with code ${code}.\n${words}`);
  return words;
}
