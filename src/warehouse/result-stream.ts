import type { DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { SparkifyError, throwIfAborted } from '../base/errors.ts';

export interface ResultColumn {
  readonly name: string;
  /** As DuckDB writes it: `BIGINT`, `DECIMAL(18,3)`, `STRUCT(a INTEGER)[]`. */
  readonly type: string;
}

export type Row = readonly DuckDBValue[];

export interface StreamSource {
  readonly result: DuckDBResult;
  fetch<T>(work: () => Promise<T>): Promise<T>;
  isCurrent(): boolean;
  end(): void;
}

/** Rows in batches of about 2,048 as DuckDB makes them; nothing is held but the batch in hand. */
export class ResultStream implements AsyncIterable<Row[]> {
  readonly columns: readonly ResultColumn[];
  readonly #source: StreamSource;
  readonly #signal: AbortSignal | undefined;

  constructor(source: StreamSource, signal: AbortSignal | undefined) {
    const { result } = source;
    this.#source = source;
    this.#signal = signal;
    this.columns = result.columnNames().map((name, i) => ({ name, type: result.columnType(i).toString() }));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row[]> {
    const { result } = this.#source;
    try {
      while (true) {
        throwIfAborted(this.#signal);
        // DuckDB ends an overtaken stream as if it were complete: never let that pass for the whole answer.
        if (!this.#source.isCurrent()) {
          throw new SparkifyError(
            'internal',
            'Another statement ran on this connection before its stream was read to the end.',
          );
        }
        const chunk = await this.#source.fetch(() => result.fetchChunk());
        if (!chunk || chunk.rowCount === 0) return;
        yield chunk.getRows();
      }
    } finally {
      this.#source.end();
    }
  }
}
