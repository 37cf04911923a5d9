import type { TextCell } from '../base/cell.ts';
import type { MemoryTable } from './chunk-appender.ts';
import type { Connection } from './connection.ts';
import { quoteId } from './dialect.ts';
import type { ResultStream } from './result-stream.ts';

export interface Kept {
  readonly rowCount: number;
  /** The first rows. */
  readonly head: readonly (readonly TextCell[])[];
  /** About how much it takes, by a row of each batch. */
  readonly bytes: number;
}

/** How many rows are wanted at once, and at most how many letters of text: one row is given whatever its size. */
export interface HeadLimit {
  readonly rows: number;
  readonly letters: number;
}

export const nameOf = ({ schema, name }: MemoryTable): string => `memory.${quoteId(schema)}.${quoteId(name)}`;

/**
 * Keeps a result in a new table of the memory database, in its order and with its types. Over a connection of its own: the
 * one that asked may be in a transaction that changed the file, and must not write to memory in the same.
 */
export async function keepResult(
  result: ResultStream,
  keeper: Connection,
  table: MemoryTable,
  limit: HeadLimit,
): Promise<Kept> {
  const { storedTypes } = result;
  const names = distinctNames(result.columns.map(column => column.name));
  const columns = names.map((name, i) => `${quoteId(name)} ${storedTypes[i]}`);
  await keeper.run(`CREATE TABLE ${nameOf(table)} (${columns.join(', ')})`);
  try {
    using appender = await keeper.chunkAppender(table);
    const head = new Head(limit);
    let rowCount = 0;
    let bytes = 0;
    for await (const batch of result.natives()) {
      rowCount += batch.rowCount;
      bytes += batch.rowCount * lettersOf(batch.texts(1)[0]!);
      if (head.wants > 0) head.add(batch.texts(head.wants));
      appender.append(batch.chunk);
    }
    appender.close();
    return { rowCount, head: head.rows, bytes };
  } catch (error) {
    await keeper.run(`DROP TABLE ${nameOf(table)}`);
    throw error;
  }
}

/** The first rows, as many as fit. */
class Head {
  readonly rows: TextCell[][] = [];
  readonly #limit: HeadLimit;
  #letters = 0;

  constructor(limit: HeadLimit) {
    this.#limit = limit;
  }

  get wants(): number {
    return this.#letters >= this.#limit.letters ? 0 : this.#limit.rows - this.rows.length;
  }

  add(rows: readonly TextCell[][]): void {
    for (const row of rows) {
      if (this.wants === 0) return;
      this.#letters += lettersOf(row);
      this.rows.push(row);
    }
  }
}

const lettersOf = (row: readonly TextCell[]): number => row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);

/** A table tells its columns apart by more than case, and wants none without a name. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map(name => {
    let distinct = name || 'column';
    for (let i = 1; taken.has(distinct.toLowerCase()); i++) distinct = `${name || 'column'}_${i}`;
    taken.add(distinct.toLowerCase());
    return distinct;
  });
}
