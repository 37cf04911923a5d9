import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import type { Cell, ResultColumn, TextCell } from '../base/cell.ts';
import { chunkReader } from './chunks.ts';
import type { DuckDb } from './load.ts';
import { cellForm } from './value-cell.ts';
import { textForm } from './value-text.ts';
import type { Form } from './values.ts';

export interface StreamSource {
  readonly result: DuckDBResult;
  /** Nothing when all rows were read. */
  next(): Promise<DuckDBDataChunk | undefined>;
  /** Lets go of a result that was not read to its end. */
  release(): Promise<void>;
}

/** Rows in batches of about 2,048 as DuckDB makes them; nothing is held but the batch in hand. Read once, in one form. */
export class ResultStream {
  /** None for a statement that answers nothing, such as CREATE or SET. */
  readonly columns: readonly ResultColumn[];
  readonly #duckdb: DuckDb;
  readonly #source: StreamSource;

  constructor(duckdb: DuckDb, source: StreamSource) {
    const { result } = source;
    this.#duckdb = duckdb;
    this.#source = source;
    const givesNothing = result.returnType === duckdb.ResultReturnType.NOTHING;
    const names = givesNothing ? [] : result.columnNames();
    this.columns = names.map((name, i) => ({ name, type: String(result.columnType(i)) }));
  }

  /** As JSON carries them. */
  cells(): AsyncGenerator<(Cell | null)[][]> {
    return this.#batches(cellForm(this.#duckdb));
  }

  /** As DuckDB writes them. */
  texts(): AsyncGenerator<TextCell[][]> {
    return this.#batches(textForm(this.#duckdb));
  }

  async *#batches<T>(form: Form<T>): AsyncGenerator<(T | null)[][]> {
    const rowsOf = chunkReader(this.#duckdb, this.#source.result, form);
    try {
      for (;;) {
        const chunk = await this.#source.next();
        if (!chunk) return;
        yield rowsOf(chunk);
      }
    } finally {
      await this.#source.release();
    }
  }
}
