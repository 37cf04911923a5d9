import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { Warehouse, type WarehouseOptions } from '../../../src/warehouse/warehouse.ts';

/** A folder of its own for the work, gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-warehouse-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A fresh warehouse with one connection, closed and removed afterwards. */
export const withWarehouse = <T>(
  work: (connection: Connection, warehouse: Warehouse) => Promise<T>,
  options: Partial<WarehouseOptions> = {},
): Promise<T> =>
  inFolder(async folder => {
    await using warehouse = await Warehouse.open({ path: join(folder, 'w.duckdb'), ...options });
    return await work(await warehouse.connect(), warehouse);
  });

/** Another process that has the warehouse open and has run `sql` on it. */
export async function holdElsewhere(
  path: string,
  sql: string,
  how: 'to read' | 'to write' = 'to write',
): Promise<ChildProcess> {
  const holder = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('holder.ts', import.meta.url)), path, sql, how],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [first] = await Promise.race([once(holder.stdout!, 'data'), once(holder, 'exit')]);
  if (String(first) !== 'ready\n') throw new Error(`The holder ended with ${first}.`);
  return holder;
}

/** Ends it as the system would, without a word. */
export async function killed(holder: ChildProcess): Promise<void> {
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
}

/** A SELECT that never ends, and a wait until it is truly under way: it moves a sequence that another connection can see. */
export async function endlessIn(warehouse: Warehouse): Promise<{ endless: string; underWay(): Promise<void> }> {
  const watcher = await warehouse.connect();
  await watcher.run('CREATE SEQUENCE ticks');
  const last = async () => (await watcher.one('SELECT last_value AS n FROM duckdb_sequences()')).n;
  return {
    endless: `SELECT max(nextval('ticks')) FROM range(1_000_000) a, range(1_000_000) b`,
    async underWay() {
      const before = await last();
      while ((await last()) === before) await setImmediate();
    },
  };
}
