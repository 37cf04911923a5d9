import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../fetch/npm.ts';
import { stage } from './stage.ts';
import type { Target } from './targets.ts';

const vsce = resolve('node_modules/@vscode/vsce/vsce');

/** Writes the VSIX of what dist/ holds now, and tells its size. A warning of vsce is an error. */
export async function writeVsix(target: Target, file: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-vsix-'));
  try {
    await stage(target, folder);
    const said = await run(
      process.execPath,
      [
        vsce,
        'package',
        `--target=${target}`,
        '--no-dependencies',
        '--allow-missing-repository',
        '--no-rewrite-relative-links',
        `--out=${resolve(file)}`,
      ],
      folder,
    );
    if (/\bWARNING\b/.test(said)) throw new Error(`vsce warns:\n${said}`);
    return (await stat(file)).size;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
