import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
