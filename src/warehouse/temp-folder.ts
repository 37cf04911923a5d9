import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { SparkifyError } from '../base/errors.ts';

const ownPart = /^(\d+)-[0-9a-f]{8}$/;
const inUse = new Set<string>();

export interface TempPlace {
  /** Undefined for a warehouse in memory. */
  readonly warehouse: string | undefined;
  /** The folder a person chose. */
  readonly chosen: string | undefined;
}

/** How the names of all temporary folders in one place begin. */
const beginningOf = ({ warehouse, chosen }: TempPlace): string =>
  warehouse !== undefined && chosen === undefined ? `${warehouse}.tmp-` : join(chosen ?? tmpdir(), 'sparkify-');

/** A folder of its own for an instance: DuckDB's temporary files have the same names in all, and one would write over another's. */
export async function newTempFolder(place: TempPlace): Promise<string> {
  const { chosen } = place;
  if (chosen !== undefined) {
    await mkdir(chosen, { recursive: true }).catch((cause: Error) => {
      throw new SparkifyError('warehouse.path', `The temp folder ${chosen} cannot be made: ${cause.message}.`, {
        cause,
      });
    });
  }
  const folder = `${beginningOf(place)}${process.pid}-${randomBytes(4).toString('hex')}`;
  inUse.add(folder);
  return folder;
}

/** DuckDB makes it when it needs it, and may leave it. */
export async function releaseTempFolder(folder: string): Promise<void> {
  inUse.delete(folder);
  await removeWherePossible(folder);
}

/** What processes that were killed have left: it may be more than the warehouse itself. */
export async function removeAbandoned(place: TempPlace): Promise<void> {
  const beginning = beginningOf(place);
  const names = await readdir(dirname(beginning)).catch(() => []);
  for (const name of names.filter(one => one.startsWith(basename(beginning)))) {
    const pid = ownPart.exec(name.slice(basename(beginning).length))?.[1];
    const folder = join(dirname(beginning), name);
    if (pid !== undefined && !isInUse(folder, Number(pid))) await removeWherePossible(folder);
  }
}

function isInUse(folder: string, pid: number): boolean {
  // In a container, who was killed had the same number.
  if (pid === process.pid) return inUse.has(folder);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Where it cannot be removed it hurts nobody. */
async function removeWherePossible(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch((error: NodeJS.ErrnoException) => {
    if (!['EROFS', 'EACCES', 'EPERM', 'EBUSY', 'ENOTEMPTY'].includes(error.code ?? '')) throw error;
  });
}
