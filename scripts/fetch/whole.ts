import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRunning } from './is-running.ts';

/**
 * Makes a folder that is there whole or not at all, whoever else makes it at the same time and whenever one of them is
 * killed: it is made aside, and renamed when it is done. The first one to rename wins.
 */
export async function makeWhole(folder: string, make: (aside: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const aside = await mkdtemp(join(parent, `making-${process.pid}-${basename(folder)}-`));
  try {
    await make(aside);
    await rename(aside, folder).catch(error => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, pid] = /^making-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(parent, name), { recursive: true, force: true });
  }
}
