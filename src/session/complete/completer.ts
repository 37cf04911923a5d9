import { readCatalog } from '../../warehouse/catalog.ts';
import type { Completion } from '../asked.ts';
import { type SharedWarehouse, Visit } from '../shared-warehouse.ts';
import type { Parameter } from '../sparkify/parameters.ts';
import { completeCommands } from './commands.ts';
import { completeSql } from './sql.ts';
import { type Grammar, type KnownTable, noGrammar, readGrammar, tablesOf, tablesToCome } from './vocabulary.ts';

/** What a session adds to what can be written. */
export interface OfSession {
  readonly parameters: readonly Parameter[];
  /** Named cells and temporary tables. */
  readonly tables: readonly KnownTable[];
}

/** Knows what stands in the warehouse and in DuckDB, and reads it anew only when it may have changed. */
export class Completer {
  readonly #shared: SharedWarehouse;
  #grammar: Promise<Grammar> | undefined;
  #tables: readonly KnownTable[] | undefined;
  #isStale = true;

  constructor(shared: SharedWarehouse) {
    this.#shared = shared;
  }

  /** Something may have changed. */
  forget(): void {
    this.#isStale = true;
  }

  async complete(
    language: 'sql' | 'sparkify',
    text: string,
    offset: number,
    session: OfSession,
  ): Promise<Completion[]> {
    if (language === 'sparkify') return completeCommands(text, offset, session.parameters);
    const tables = await this.#known();
    const grammar = await this.#read();
    return completeSql(text, offset, {
      tables: [...session.tables, ...tables],
      grammar,
      parameters: session.parameters,
    });
  }

  /** A file that was let go of is not taken again for this, and one that cannot be had is done without. */
  async #known(): Promise<readonly KnownTable[]> {
    const isWorthAsking = this.#tables === undefined || (this.#isStale && this.#shared.isAttached);
    if (isWorthAsking) {
      this.#isStale = false;
      this.#tables = (await this.#ask().catch(() => undefined)) ?? this.#tables;
    }
    return this.#tables ?? tablesToCome();
  }

  /** Undefined where there is no file yet. */
  async #ask(): Promise<readonly KnownTable[] | undefined> {
    await using visit = new Visit(this.#shared);
    const warehouse = await visit.warehouse();
    if (!warehouse.isAttached) return undefined;
    await using connection = await warehouse.connect();
    return tablesOf(await readCatalog(connection));
  }

  async #read(): Promise<Grammar> {
    const { started } = this.#shared;
    if (!started) return noGrammar;
    this.#grammar ??= started.connect().then(async opened => {
      await using connection = opened;
      return await readGrammar(connection);
    });
    return this.#grammar;
  }
}
