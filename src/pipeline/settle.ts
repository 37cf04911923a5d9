import type { Warehouse } from '../warehouse/warehouse.ts';

/**
 * Puts the file in order while other work only reads: closing it, which would do the same, then has little left to do. Where
 * somebody writes meanwhile it is left to the close.
 */
export async function settlingBeside<T>(warehouse: Warehouse, work: () => Promise<T>): Promise<T> {
  const connection = await warehouse.connect();
  try {
    const settled = connection.run('CHECKPOINT').catch(() => undefined);
    const result = await work();
    await settled;
    return result;
  } finally {
    await connection.close();
  }
}
