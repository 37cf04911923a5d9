import type { Warehouse } from '../warehouse/warehouse.ts';

// Beyond this, what waits to be put in order and what an export sorts are too much to be held at once.
const mostBytesBeside = 64 * 1024 * 1024;

/**
 * Puts the file in order while other work only reads, or first where there is much: closing it, which would do the same, then has
 * little left to do. Where somebody writes meanwhile it is left to the close.
 */
export async function settling<T>(warehouse: Warehouse, work: () => Promise<T>): Promise<T> {
  const connection = await warehouse.connect();
  try {
    const settled = connection.run('CHECKPOINT').catch(() => undefined);
    if ((await warehouse.sizeBytes()) > mostBytesBeside) await settled;
    const result = await work();
    await settled;
    return result;
  } finally {
    await connection.close();
  }
}
