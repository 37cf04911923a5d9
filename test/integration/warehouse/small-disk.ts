import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { skipBecause } from '../../support/skip.ts';
import { inFolder } from './open.ts';

const run = promisify(execFile);

/** A disk of a few megabytes, where the system lets us mount one. */
export async function onSmallDisk(
  context: Context,
  megabytes: number,
  work: (disk: string) => Promise<void>,
): Promise<void> {
  await inFolder(async disk => {
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk]);
    } catch {
      skipBecause(context, 'no small disk can be mounted here');
    }
    try {
      await work(disk);
    } finally {
      await run('umount', ['-l', disk]);
    }
  });
}

export const makeReadOnly = (disk: string) => run('mount', ['-o', 'remount,ro', disk]);

export const enlarge = (disk: string, megabytes: number) => run('mount', ['-o', `remount,size=${megabytes}m`, disk]);
