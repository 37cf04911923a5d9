import type { DuckDBDataChunk, DuckDBResult, DuckDBType } from '@duckdb/node-api';
import type { DuckDb } from './load.ts';
import { byPosition, type Form, readerOf } from './values.ts';

/** Turns the chunks of one result into rows of one form. */
export function chunkReader<T>(
  duckdb: DuckDb,
  result: DuckDBResult,
  form: Form<T>,
): (chunk: DuckDBDataChunk) => (T | null)[][] {
  const columns = result.columnTypes().map((type: DuckDBType) => ({
    physical: byPosition(duckdb, type),
    read: readerOf(duckdb, type, form),
  }));
  return chunk => {
    const rows: (T | null)[][] = Array.from({ length: chunk.rowCount }, () => []);
    for (const [i, { physical, read }] of columns.entries()) {
      const raw = duckdb.bindings.data_chunk_get_vector(chunk.chunk, i);
      const vector = duckdb.DuckDBVector.create(raw, chunk.rowCount, physical);
      for (const [at, row] of rows.entries()) row.push(read(vector.getItem(at)));
    }
    return rows;
  };
}
