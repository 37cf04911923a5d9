import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { isInterrupt } from './duckdb-error.ts';
import type { Runnable } from './runnable.ts';

/**
 * One streaming SELECT under way. The bindings end a stream that failed exactly like one that is complete, and have no
 * call that tells; but a failure spoils the transaction, so each stream has one, and asks at its end.
 */
export class OpenStream {
  readonly result: DuckDBResult;
  readonly #native: DuckDBConnection;
  /** False where the person began a transaction: that one is theirs to end. */
  readonly ownsTransaction: boolean;
  #isOpen = true;

  private constructor(native: DuckDBConnection, result: DuckDBResult, ownsTransaction: boolean) {
    this.#native = native;
    this.result = result;
    this.ownsTransaction = ownsTransaction;
  }

  static async begin(native: DuckDBConnection, statement: Runnable): Promise<OpenStream> {
    const ownsTransaction = !(await isInTransaction(native));
    try {
      if (ownsTransaction) await native.run('BEGIN');
      return new OpenStream(native, await statement.stream(), ownsTransaction);
    } catch (error) {
      if (ownsTransaction) await rollBack(native);
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The next rows; `end` when all were read, `failed` when DuckDB stopped on an error. */
  async next(): Promise<DuckDBDataChunk | 'end' | 'failed'> {
    const chunk = await this.result.fetchChunk();
    if (chunk && chunk.rowCount > 0) return chunk;
    return (await runs(this.#native, 'SELECT 1')) ? 'end' : 'failed';
  }

  /** Lets go of the tables it reads. A spoiled transaction is undone by its COMMIT. */
  async end(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.ownsTransaction) await this.#native.run('COMMIT');
    else await runs(this.#native, 'SELECT 1');
  }
}

/** Whoever interrupts repeats it until this work ends, and may reach the ROLLBACK as well; or the BEGIN was never done. */
async function rollBack(native: DuckDBConnection): Promise<void> {
  for (;;) {
    try {
      await native.run('ROLLBACK');
      return;
    } catch (error) {
      if (/no transaction is active/i.test(String(error))) return;
      if (!isInterrupt(error)) throw error;
    }
  }
}

/** Outside of one every statement has a transaction of its own. To try a BEGIN would spoil the one under way. */
export async function isInTransaction(native: DuckDBConnection): Promise<boolean> {
  if (!(await runs(native, 'SELECT 1'))) return true;
  const first = await transactionOf(native);
  return first === (await transactionOf(native));
}

async function transactionOf(native: DuckDBConnection): Promise<DuckDBValue> {
  const [[id] = []] = await (await native.run('SELECT txid_current()')).getRows();
  return id!;
}

/** Whether DuckDB takes the statement in the state its transaction is in. */
const runs = (native: DuckDBConnection, sql: string): Promise<boolean> =>
  native.run(sql).then(
    () => true,
    () => false,
  );
