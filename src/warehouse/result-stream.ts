import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import type { Cell, ResultColumn, TextCell } from '../base/cell.ts';
import { SparkifyError, throwIfAborted } from '../base/errors.ts';
import { chunkReader } from './chunks.ts';
import type { DuckDb } from './load.ts';
import { cellForm } from './value-cell.ts';
import { textForm } from './value-text.ts';
import type { Form } from './values.ts';

export interface StreamSource {
  readonly result: DuckDBResult;
  readonly signal: AbortSignal | undefined;
  /** The next chunk, in turn with the statements of the connection. */
  fetch(): Promise<DuckDBDataChunk | null>;
  /** False once another statement ran on the connection. */
  isCurrent(): boolean;
  /** Lets go of a result that was not read to its end, and of the tables it reads. */
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
    const { result, signal, fetch, isCurrent, release } = this.#source;
    const rowsOf = chunkReader(this.#duckdb, result, form);
    let isOpen = true;
    try {
      while (true) {
        throwIfAborted(signal);
        // DuckDB ends an overtaken stream as if it were complete: never let that pass for the whole answer.
        if (!isCurrent()) throw overtaken();
        const chunk = await fetch();
        if (!isCurrent()) throw overtaken();
        isOpen = chunk !== null && chunk.rowCount > 0;
        if (!isOpen) return;
        yield rowsOf(chunk!);
      }
    } finally {
      if (isOpen && isCurrent()) await release();
    }
  }
}

const overtaken = () =>
  new SparkifyError('internal', 'Another statement ran on this connection before its stream was read to the end.');
