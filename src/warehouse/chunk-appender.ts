import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { statementError } from './errors.ts';

/** Fills a table with rows as another statement gave them: nothing is read out of DuckDB on the way. */
export class ChunkAppender {
  readonly #native: DuckDBAppender;
  #isClosed = false;

  private constructor(native: DuckDBAppender) {
    this.#native = native;
  }

  static async open(connection: DuckDBConnection, table: MemoryTable): Promise<ChunkAppender> {
    try {
      return new ChunkAppender(await connection.createAppender(table.name, table.schema, 'memory'));
    } catch (error) {
      throw statementError(error, '');
    }
  }

  append(chunk: DuckDBDataChunk): void {
    this.#telling(() => this.#native.appendDataChunk(chunk));
  }

  close(): void {
    this.#telling(() => this.#native.flushSync());
    this.#isClosed = true;
    this.#native.closeSync();
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#native.clear();
    this.#native.closeSync();
  }

  #telling(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw statementError(error, '');
    }
  }
}

/** A table of the memory database. */
export interface MemoryTable {
  readonly schema: string;
  readonly name: string;
}
