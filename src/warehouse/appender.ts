import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { SparkifyError } from '../base/errors.ts';
import { statementError } from './errors.ts';

export type AppendType = 'BOOLEAN' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'VARCHAR' | 'BLOB';
export type AppendValue = null | boolean | number | bigint | string | Uint8Array;

/** How each type is handed over; a BLOB costs half of a VARCHAR, for its bytes are taken as they are. */
const appends: Record<AppendType, (native: DuckDBAppender, value: never) => void> = {
  BOOLEAN: (native, value: boolean) => native.appendBoolean(value),
  INTEGER: (native, value: number) => native.appendInteger(value),
  BIGINT: (native, value: number | bigint) => native.appendBigInt(BigInt(value)),
  DOUBLE: (native, value: number) => native.appendDouble(value),
  VARCHAR: (native, value: string) => native.appendVarchar(value),
  BLOB: (native, value: Uint8Array) => native.appendBlob(value),
};

/**
 * Fills a table far faster than INSERT. What is flushed belongs to the transaction of its connection; what is not when
 * the appender is disposed of is dropped.
 */
export class Appender {
  readonly #native: DuckDBAppender;
  readonly #table: string;
  readonly #columns: readonly ((native: DuckDBAppender, value: never) => void)[];
  #isClosed = false;

  private constructor(native: DuckDBAppender, table: string, types: readonly AppendType[]) {
    this.#native = native;
    this.#table = table;
    this.#columns = types.map(type => appends[type]);
  }

  static async open(connection: DuckDBConnection, table: string, types: readonly AppendType[]): Promise<Appender> {
    try {
      const native = await connection.createAppender(table);
      if (native.columnCount === types.length) return new Appender(native, table, types);
      native.closeSync();
      throw new SparkifyError('internal', `${table} has ${native.columnCount} columns, not ${types.length}.`);
    } catch (error) {
      throw statementError(error, table);
    }
  }

  row(values: readonly AppendValue[]): void {
    for (const [i, append] of this.#columns.entries()) {
      const value = values[i];
      if (value === null || value === undefined) this.#native.appendNull();
      else append(this.#native, value as never);
    }
    this.#native.endRow();
  }

  flush(): void {
    this.#telling(() => this.#native.flushSync());
  }

  close(): void {
    if (this.#isClosed) return;
    this.flush();
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
      throw statementError(error, this.#table);
    }
  }
}
