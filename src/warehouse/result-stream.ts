import type { DuckDBDataChunk, DuckDBResult, DuckDBType } from '@duckdb/node-api';
import type { Cell, ResultColumn, TextCell } from '../base/cell.ts';
import { chunkReader } from './chunks.ts';
import type { DuckDb } from './load.ts';
import type { StatementKind } from './statement-kind.ts';
import { storedType } from './stored-type.ts';
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

/** Rows as DuckDB holds them, for another of its tables; of the first ones the text. */
export interface NativeBatch {
  readonly chunk: DuckDBDataChunk;
  readonly rowCount: number;
  texts(most: number): TextCell[][];
}

/** Rows in batches of about 2,048 as DuckDB makes them; nothing is held but the batch in hand. Read once, in one form. */
export class ResultStream {
  readonly kind: StatementKind;
  /** None for a statement that answers nothing, such as CREATE or SET. */
  readonly columns: readonly ResultColumn[];
  /** How many rows the statement changed; undefined where it does not count. */
  readonly changed: number | undefined;
  readonly #duckdb: DuckDb;
  readonly #source: StreamSource;

  constructor(duckdb: DuckDb, kind: StatementKind, source: StreamSource, changed?: number) {
    const { result } = source;
    this.kind = kind;
    this.changed = changed;
    this.#duckdb = duckdb;
    this.#source = source;
    const givesNothing = result.returnType === duckdb.ResultReturnType.NOTHING;
    const names = givesNothing ? [] : result.columnNames();
    this.columns = names.map((name, i) => ({ name, type: typeName(result.columnType(i)) }));
  }

  /** As JSON carries them. */
  cells(): AsyncGenerator<(Cell | null)[][]> {
    return this.#batches(cellForm(this.#duckdb));
  }

  /** As DuckDB writes them. */
  texts(): AsyncGenerator<TextCell[][]> {
    return this.#batches(textForm(this.#duckdb));
  }

  /** To be kept in a table with columns of `storedTypes`. */
  async *natives(): AsyncGenerator<NativeBatch> {
    const rowsOf = chunkReader(this.#duckdb, this.#source.result, textForm(this.#duckdb));
    for await (const chunk of this.#chunks()) {
      yield { chunk, rowCount: chunk.rowCount, texts: most => rowsOf(chunk, most) };
    }
  }

  get storedTypes(): readonly string[] {
    const { result } = this.#source;
    return this.columns.map((_, i) => storedType(this.#duckdb, result.columnType(i)));
  }

  async *#batches<T>(form: Form<T>): AsyncGenerator<(T | null)[][]> {
    const rowsOf = chunkReader(this.#duckdb, this.#source.result, form);
    for await (const chunk of this.#chunks()) yield rowsOf(chunk);
  }

  async *#chunks(): AsyncGenerator<DuckDBDataChunk> {
    try {
      for (;;) {
        const chunk = await this.#source.next();
        if (!chunk) return;
        yield chunk;
      }
    } finally {
      await this.#source.release();
    }
  }
}

/** JSON is a VARCHAR to all but those who read it. */
const typeName = (type: DuckDBType): string => (type.alias === 'JSON' ? 'JSON' : String(type));
