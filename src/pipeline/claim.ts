import { readFile, rm, writeFile } from 'node:fs/promises';
import { asSparkifyError, SparkifyError } from '../base/errors.ts';
import { WarehouseLocked } from '../warehouse/errors.ts';
import { realPathOf } from '../warehouse/path.ts';
import { inMemory, type Warehouse } from '../warehouse/warehouse.ts';

/** What is told of a run to whoever must wait for it. */
interface Claim {
  readonly pid: number;
  readonly command: string;
  readonly run: number;
  readonly since: string;
}

const running = new WeakMap<Warehouse, Claim | 'starting'>();

const noteOf = (path: string) => `${path}.run.json`;

/** One run a warehouse at a time. In this process the map tells; another process, which DuckDB's lock keeps out, reads the note beside the file. */
export async function claimed<T>(
  warehouse: Warehouse,
  work: (enter: (run: number, command: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const other = running.get(warehouse);
  if (other) throw busy(warehouse.path, other === 'starting' ? undefined : other);
  running.set(warehouse, 'starting');
  const note = noteOf(warehouse.path);
  try {
    return await work(async (run, command) => {
      const claim = { pid: process.pid, command, run, since: new Date().toISOString() };
      running.set(warehouse, claim);
      if (warehouse.path !== inMemory) await writeFile(note, JSON.stringify(claim)).catch(() => undefined);
    });
  } finally {
    running.delete(warehouse);
    await rm(note, { force: true }).catch(() => undefined);
  }
}

/** The run that is under way in this process, once it has a number. */
export function runUnderWay(warehouse: Warehouse): { run: number; command: string } | undefined {
  const claim = running.get(warehouse);
  return claim === undefined || claim === 'starting' ? undefined : { run: claim.run, command: claim.command };
}

/** The lock says which process holds the file; when that is a run of ours, says which run. */
export async function explainLock(path: string, error: unknown): Promise<SparkifyError> {
  const known = asSparkifyError(error);
  if (!(known instanceof WarehouseLocked)) return known;
  const claim = await readNote(path);
  return claim && claim.pid === known.lockedBy.pid ? busy(path, claim, known) : known;
}

/** Undefined where there is none, or where it is just being written. */
async function readNote(path: string): Promise<Claim | undefined> {
  try {
    return JSON.parse(await readFile(noteOf(await realPathOf(path, false)), 'utf8')) as Claim;
  } catch {
    return undefined;
  }
}

function busy(path: string, claim: Claim | undefined, cause?: unknown): SparkifyError {
  const which = claim
    ? `Run ${claim.run} (${claim.command}, process ${claim.pid}, since ${claim.since})`
    : 'Another run';
  return new SparkifyError('warehouse.busy', `${which} is under way on ${path}; wait for it, or stop it.`, { cause });
}
