import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { statementError } from './errors.ts';
import type { DuckDb } from './load.ts';

export type ColumnKind = 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'VARCHAR' | 'BOOLEAN';

const chunkRows = 2048;

/** Fills a table far faster than INSERT; what it wrote belongs to the transaction of its connection. */
export class Appender {
  readonly #native: DuckDBAppender;
  readonly #chunk: DuckDBDataChunk;
  readonly #columns: DuckDBValue[][];

  private constructor(duckdb: DuckDb, native: DuckDBAppender, kinds: readonly ColumnKind[]) {
    this.#native = native;
    const types: Record<ColumnKind, DuckDBType> = duckdb;
    this.#chunk = duckdb.DuckDBDataChunk.create(kinds.map(kind => types[kind]));
    this.#columns = kinds.map(() => []);
  }

  static async open(
    duckdb: DuckDb,
    connection: DuckDBConnection,
    table: string,
    kinds: readonly ColumnKind[],
  ): Promise<Appender> {
    try {
      return new Appender(duckdb, await connection.createAppender(table), kinds);
    } catch (error) {
      throw statementError(error, table);
    }
  }

  row(values: readonly DuckDBValue[]): void {
    for (const [i, column] of this.#columns.entries()) column.push(values[i]!);
    if (this.#columns[0]!.length === chunkRows) this.#appendChunk();
  }

  flush(): void {
    this.#appendChunk();
    this.#native.flushSync();
  }

  close(): void {
    this.flush();
    this.#native.closeSync();
  }

  #appendChunk(): void {
    if (this.#columns[0]!.length === 0) return;
    this.#chunk.setColumns(this.#columns);
    this.#native.appendDataChunk(this.#chunk);
    for (const column of this.#columns) column.length = 0;
  }
}
