import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBExtractedStatements,
  DuckDBPreparedStatement,
} from '@duckdb/node-api';
import type { TextCell } from '../base/cell.ts';
import { cancelled, SparkifyError, throwIfAborted } from '../base/errors.ts';
import { Appender, type AppendType } from './appender.ts';
import { ChunkAppender, type MemoryTable } from './chunk-appender.ts';
import { chunkReader } from './chunks.ts';
import { readDuckDbError } from './duckdb-error.ts';
import { statementError } from './errors.ts';
import { interruptible, untilSettled } from './interruptible.ts';
import type { DuckDb } from './load.ts';
import { isInTransaction, OpenStream } from './open-stream.ts';
import { bindParams, type Params } from './params.ts';
import { isReadOnlyRefusal, needsWriting } from './read-only.ts';
import { ResultStream } from './result-stream.ts';
import { prepareOrRollBack, type Runnable } from './runnable.ts';
import { type StatementText, splitStatements } from './split.ts';
import { kindOf, type StatementKind } from './statement-kind.ts';
import { changedBy, failureOf, overtaken, wholeResult } from './stream-source.ts';
import { jsForm } from './value-js.ts';
import { textForm } from './value-text.ts';

export interface StatementOptions {
  readonly params?: Params;
  readonly signal?: AbortSignal | undefined;
}

/** What a connection asks of its warehouse. */
export interface Home {
  onClose(): void;
  /** Whether the file is open for reading until somebody writes. */
  isReadForNow(): boolean;
  /** Then opens it for writing. */
  allowWriting(): Promise<void>;
}

export interface Statement extends StatementText {
  readonly kind: StatementKind;
}

/** One connection: statements take turns on it, in the order they were asked for. */
export class Connection {
  readonly #duckdb: DuckDb;
  readonly #native: DuckDBConnection;
  readonly #home: Home;
  #turn: Promise<unknown> = Promise.resolve();
  #stream: OpenStream | undefined;
  #interrupts = 0;
  #inTransaction = false;
  #isClosed = false;

  constructor(duckdb: DuckDb, native: DuckDBConnection, home: Home) {
    this.#duckdb = duckdb;
    this.#native = native;
    this.#home = home;
  }

  /** Runs one statement or several; parameters belong to the last. Gives the number of rows it changed. */
  run(sql: string, options: StatementOptions = {}): Promise<number> {
    return this.#execute(sql, options, async statement => (await statement.run()).rowsChanged);
  }

  /**
   * Several statements that nobody binds, counts or waits for one by one: sent at once they cost one wait, where `run` takes three
   * for each.
   */
  script(sql: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stream?.end();
      await this.#guarded(sql, signal, () => this.#native.run(sql));
    });
  }

  /** A small result as plain objects. */
  rows<T extends object = Record<string, unknown>>(sql: string, options: StatementOptions = {}): Promise<T[]> {
    return this.#execute(sql, options, async statement => {
      const result = await statement.run();
      const names = result.deduplicatedColumnNames();
      const rowsOf = chunkReader(this.#duckdb, result, jsForm(this.#duckdb));
      const chunks = await result.fetchAllChunks();
      return chunks
        .flatMap(chunk => rowsOf(chunk))
        .map(row => Object.fromEntries(row.map((value, i) => [names[i], value])) as T);
    });
  }

  /** A small result as DuckDB writes it. */
  texts(sql: string, options: StatementOptions = {}): Promise<TextCell[][]> {
    return this.#execute(sql, options, async statement => {
      const result = await statement.run();
      const rowsOf = chunkReader(this.#duckdb, result, textForm(this.#duckdb));
      return (await result.fetchAllChunks()).flatMap(chunk => rowsOf(chunk));
    });
  }

  async one<T extends object = Record<string, unknown>>(sql: string, options: StatementOptions = {}): Promise<T> {
    const rows = await this.rows<T>(sql, options);
    if (rows.length !== 1) {
      throw new SparkifyError('internal', `A statement that gives one row gave ${rows.length}: ${sql}`);
    }
    return rows[0]!;
  }

  /** A result of any size. Read it to its end, or leave its loop, before the next statement on this connection. */
  stream(sql: string, options: StatementOptions = {}): Promise<ResultStream> {
    return this.#execute(sql, options, async statement => {
      const kind = kindOf(this.#duckdb.StatementType, statement.statementType);
      // Only a SELECT streams; what else gives rows gives few, and complete.
      if (kind !== 'select') {
        const result = await statement.run();
        return new ResultStream(this.#duckdb, kind, wholeResult(result), await changedBy(this.#duckdb, result));
      }
      const stream = await OpenStream.begin(this.#native, statement);
      this.#stream = stream;
      return new ResultStream(this.#duckdb, kind, {
        result: stream.result,
        next: () => this.#nextOf(stream, sql, options),
        release: async () => {
          if (!this.#isClosed) await this.#inTurn(() => stream.end());
        },
      });
    });
  }

  async #nextOf(stream: OpenStream, sql: string, options: StatementOptions): Promise<DuckDBDataChunk | undefined> {
    const interrupts = this.#interrupts;
    const next = await this.#inTurn(async () => {
      if (!stream.isOpen) throw overtaken();
      const chunk = await this.#guarded(sql, options.signal, () => stream.next());
      if (typeof chunk === 'string') await stream.end();
      return chunk;
    });
    if (typeof next !== 'string') return next;
    if (next === 'end') return undefined;
    throwIfAborted(options.signal);
    if (this.#interrupts !== interrupts) throw cancelled();
    throw await failureOf(sql, stream.ownsTransaction, again => this.run(again, options));
  }

  /** The statements of a text that DuckDB's parser finds no fault in, each with its place; nothing runs. */
  async parsed(sql: string): Promise<StatementText[]> {
    await this.#inTurn(() => this.#guarded(sql, undefined, () => this.#extract(sql)));
    return splitStatements(sql);
  }

  /** The same, with what each of them is. */
  async statements(sql: string): Promise<Statement[]> {
    const statements: Statement[] = [];
    for (const part of await this.parsed(sql)) {
      statements.push({ ...part, kind: await this.statementKind(part.text) });
    }
    return statements;
  }

  /**
   * What DuckDB's own parser takes the text for; nothing runs, and a SELECT needs no table to be there yet. `other` is
   * also the answer for several statements, and for what cannot be bound.
   */
  async statementKind(sql: string): Promise<StatementKind> {
    const { tree } = await this.one<{ tree: string }>('SELECT json_serialize_sql($sql::VARCHAR) AS tree', {
      params: { sql },
    });
    const { error, statements } = JSON.parse(tree) as { error: boolean; statements?: unknown[] };
    if (!error) return statements?.length === 1 ? 'select' : 'other';
    return this.#inTurn(() =>
      this.#guarded(sql, undefined, async () => {
        const extracted = await this.#extract(sql);
        return extracted.count === 1 ? this.#boundKind(extracted) : 'other';
      }),
    );
  }

  async #boundKind(statements: DuckDBExtractedStatements): Promise<StatementKind> {
    const { StatementType } = this.#duckdb;
    try {
      const statement = await statements.prepare(0);
      const kind = kindOf(StatementType, statement.statementType);
      statement.destroySync();
      return kind;
    } catch (error) {
      if (['Binder', 'Catalog'].includes(readDuckDbError(error).type)) return 'other';
      throw error;
    }
  }

  /** BEGIN, the work, COMMIT; ROLLBACK when the work throws. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inTransaction)
      throw new SparkifyError('internal', 'A transaction is under way on this connection already.');
    this.#inTransaction = true;
    try {
      await this.run('BEGIN');
      try {
        const result = await work();
        await this.run('COMMIT');
        return result;
      } catch (error) {
        await this.#rollBack();
        throw error;
      }
    } finally {
      this.#inTransaction = false;
    }
  }

  /** For a TEMP table or one of the warehouse, by its bare name. Appending waits for no turn: let no statement run meanwhile. */
  appender(table: string, types: readonly AppendType[]): Promise<Appender> {
    return this.#inTurn(async () => {
      await this.#stream?.end();
      return Appender.open(this.#native, table, types);
    });
  }

  /** For rows as another connection gave them. */
  chunkAppender(table: MemoryTable): Promise<ChunkAppender> {
    return this.#inTurn(() => ChunkAppender.open(this.#native, table));
  }

  /** Whether a BEGIN waits for its COMMIT. */
  isInTransaction(): Promise<boolean> {
    return this.#inTurn(async () => {
      await this.#stream?.end();
      return isInTransaction(this.#native);
    });
  }

  /** How far the running statement is, from 0 to 1; undefined where DuckDB cannot tell. */
  progress(): number | undefined {
    const { percentage } = this.#native.progress;
    return percentage < 0 ? undefined : percentage / 100;
  }

  interrupt(): void {
    this.#interrupts++;
    if (!this.#isClosed) this.#native.interrupt();
  }

  /** Interrupts what runs, refuses what waits, and ends. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await untilSettled(this.#turn, () => this.#native.interrupt());
    this.#native.closeSync();
    this.#home.onClose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #execute<T>(sql: string, options: StatementOptions, take: (statement: Runnable) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.#stream?.end();
      return this.#guarded(sql, options.signal, async () => {
        const statements = await this.#extract(sql);
        for (let i = 0; i < statements.count - 1; i++) {
          await this.#prepared(statements, i, sql, [], statement => statement.run());
          throwIfAborted(options.signal);
        }
        return this.#prepared(statements, statements.count - 1, sql, options.params, take);
      });
    });
  }

  async #extract(sql: string): Promise<DuckDBExtractedStatements> {
    try {
      return await this.#native.extractStatements(sql);
    } catch (cause) {
      if (!(cause instanceof Error) || cause.message.includes('exception_type')) throw cause;
      throw new SparkifyError('warehouse.sql', 'There is no statement in this text.', { cause });
    }
  }

  /** What DuckDB refuses because the file is open for reading only has done nothing yet, and is run again where that can be changed. */
  async #prepared<T>(
    statements: DuckDBExtractedStatements,
    index: number,
    sql: string,
    params: Params | undefined,
    take: (statement: Runnable) => Promise<T>,
  ): Promise<T> {
    const run = async (statement: Runnable | DuckDBPreparedStatement) => {
      try {
        if ('bind' in statement) bindParams(this.#duckdb, statement, params);
        return await take(statement);
      } finally {
        destroy(statement);
      }
    };
    const statement = await prepareOrRollBack(this.#native, statements, index, sql);
    const again = async () => run(await prepareOrRollBack(this.#native, await this.#extract(sql), index, sql));
    if (needsWriting(this.#duckdb, statement) && this.#home.isReadForNow()) {
      // Run on another file than it was prepared on, it would bring DuckDB down.
      destroy(statement);
      await this.#home.allowWriting();
      return again();
    }
    try {
      return await run(statement);
    } catch (error) {
      if (!isReadOnlyRefusal(error) || !this.#home.isReadForNow()) throw error;
      await this.#home.allowWriting();
      return again();
    }
  }

  async #guarded<T>(sql: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    // It was waiting for its turn when the connection was closed.
    if (this.#isClosed) throw cancelled();
    try {
      return await interruptible(signal, () => this.interrupt(), work);
    } catch (error) {
      throw statementError(error, sql);
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new SparkifyError('internal', 'This connection to the warehouse is closed.');
    const result = this.#turn.then(work, work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Nothing is left to undo where DuckDB rolled back by itself, after a COMMIT that failed, or where the connection is gone. */
  async #rollBack(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.run('ROLLBACK');
    } catch (error) {
      if (!(error instanceof SparkifyError) || !/no transaction is active/i.test(error.message)) throw error;
    }
  }
}

function destroy(statement: Runnable | DuckDBPreparedStatement): void {
  if ('destroySync' in statement) statement.destroySync();
}
