import type { DuckDBDataChunk, DuckDBResult, DuckDBType } from '@duckdb/node-api';
import type { DuckDb } from './load.ts';
import { byPosition, type Form, readerOf } from './values.ts';

/** Turns the chunks of one result into rows of one form; of each as many as are wanted, the first ones. */
export function chunkReader<T>(
  duckdb: DuckDb,
  result: DuckDBResult,
  form: Form<T>,
): (chunk: DuckDBDataChunk, most?: number) => (T | null)[][] {
  const columns = result.columnTypes().map((type: DuckDBType) => ({
    physical: byPosition(duckdb, type),
    read: readerOf(duckdb, type, form),
  }));
  return (chunk, most = Infinity) => {
    const rows: (T | null)[][] = Array.from({ length: Math.min(chunk.rowCount, most) }, () => []);
    for (const [i, { physical, read }] of columns.entries()) {
      const raw = duckdb.bindings.data_chunk_get_vector(chunk.chunk, i);
      const vector = duckdb.DuckDBVector.create(raw, chunk.rowCount, physical);
      for (const [at, row] of rows.entries()) row.push(read(vector.getItem(at)));
    }
    return rows;
  };
}
