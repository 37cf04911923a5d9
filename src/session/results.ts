import { randomBytes } from 'node:crypto';
import { SparkifyError } from '../base/errors.ts';
import type { MemoryTable } from '../warehouse/chunk-appender.ts';
import type { Connection } from '../warehouse/connection.ts';
import { type HeadLimit, type Kept, keepResult, nameOf } from '../warehouse/keep.ts';
import type { ResultStream } from '../warehouse/result-stream.ts';
import type { Page, PageParams } from './asked.ts';

export interface ResultLimits {
  /** How many results are held, and about how many bytes of them, before the oldest go. */
  readonly count: number;
  readonly bytes: number;
}

/** A result that is held: a table of the memory database. */
export interface HeldResult extends Kept {
  readonly id: string;
  readonly table: MemoryTable;
}

interface Entry {
  readonly session: number;
  readonly table: MemoryTable;
  readonly rowCount: number;
  readonly bytes: number;
  /** Cells can query it: it goes only when they no longer can. */
  isNamed: boolean;
  /** Nobody shows it any more. */
  isReleased: boolean;
}

/** The results of all sessions on one instance: kept, paged through, and dropped when they are no longer wanted. */
export class Results {
  /** So that an output of an earlier kernel is never given the rows of this one. */
  readonly #prefix = randomBytes(4).toString('hex');
  readonly #connect: () => Promise<Connection>;
  readonly #limits: ResultLimits;
  /** The oldest first. */
  readonly #held = new Map<string, Entry>();
  #paging: Promise<Connection> | undefined;
  #dropping: Promise<Connection> | undefined;
  #count = 0;

  constructor(connect: () => Promise<Connection>, limits: ResultLimits) {
    this.#connect = connect;
    this.#limits = limits;
  }

  /** Reads a result to its end and keeps it, over a connection on which nothing else runs meanwhile. */
  async keep(result: ResultStream, keeper: Connection, session: number, limit: HeadLimit): Promise<HeldResult> {
    await this.#dropper();
    this.#count += 1;
    const table = { schema: 'results', name: `r${this.#count}` };
    const id = `${this.#prefix}-${this.#count}`;
    const kept = await keepResult(result, keeper, table, limit);
    const { rowCount, bytes } = kept;
    this.#held.set(id, { session, table, rowCount, bytes, isNamed: false, isReleased: false });
    await this.#dropOldest(id);
    return { id, table, ...kept };
  }

  async page({ result, offset, limit }: PageParams, signal?: AbortSignal): Promise<Page> {
    const entry = this.#held.get(result);
    if (!entry || entry.isReleased) {
      throw new SparkifyError('usage.result', 'These rows are no longer held. Run the cell again.');
    }
    this.#paging ??= this.#connect();
    const rows = await (await this.#paging).texts(`FROM ${nameOf(entry.table)} LIMIT $limit OFFSET $offset`, {
      params: { limit: Math.max(0, limit), offset: Math.max(0, offset) },
      signal,
    });
    return { rows, rowCount: entry.rowCount };
  }

  /** Whether later cells can query it; while they can it stays. */
  async name(id: string, isNamed: boolean): Promise<void> {
    const entry = this.#held.get(id);
    if (!entry) return;
    entry.isNamed = isNamed;
    if (entry.isReleased && !isNamed) await this.#drop(id, entry);
  }

  async release(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const entry = this.#held.get(id);
      if (!entry) continue;
      entry.isReleased = true;
      if (!entry.isNamed) await this.#drop(id, entry);
    }
  }

  async endSession(session: number): Promise<void> {
    for (const [id, entry] of this.#held) if (entry.session === session) await this.#drop(id, entry);
  }

  async #dropOldest(newest: string): Promise<void> {
    let bytes = 0;
    for (const entry of this.#held.values()) bytes += entry.bytes;
    for (const [id, entry] of this.#held) {
      if (this.#held.size <= this.#limits.count && bytes <= this.#limits.bytes) return;
      if (id === newest || entry.isNamed) continue;
      bytes -= entry.bytes;
      await this.#drop(id, entry);
    }
  }

  async #drop(id: string, { table }: Entry): Promise<void> {
    this.#held.delete(id);
    await (await this.#dropper()).run(`DROP TABLE ${nameOf(table)}`);
  }

  #dropper(): Promise<Connection> {
    this.#dropping ??= this.#connect().then(async connection => {
      await connection.run('CREATE SCHEMA IF NOT EXISTS memory.results');
      return connection;
    });
    return this.#dropping;
  }
}
