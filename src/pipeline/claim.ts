import { readFile, rm, writeFile } from 'node:fs/promises';
import { asSparkifyError, SparkifyError } from '../base/errors.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

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
      await writeFile(note, JSON.stringify(claim)).catch(() => undefined);
    });
  } finally {
    running.delete(warehouse);
    await rm(note, { force: true }).catch(() => undefined);
  }
}

/** The lock says which process holds the file; when that is a run of ours, says which run. */
export async function explainLock(path: string, error: unknown): Promise<SparkifyError> {
  const known = asSparkifyError(error);
  if (known.code !== 'warehouse.locked') return known;
  const claim = await readFile(noteOf(path), 'utf8').then(
    text => JSON.parse(text) as Claim,
    () => undefined,
  );
  if (!claim || !known.message.includes(String(claim.pid))) return known;
  return busy(path, claim, known);
}

function busy(path: string, claim: Claim | undefined, cause?: unknown): SparkifyError {
  const which = claim
    ? `Run ${claim.run} (${claim.command}, process ${claim.pid}, since ${claim.since})`
    : 'Another run';
  return new SparkifyError('warehouse.busy', `${which} is under way on ${path}; wait for it, or stop it.`, { cause });
}
