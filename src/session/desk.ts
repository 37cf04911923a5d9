import type { Connection } from '../warehouse/connection.ts';
import { quoteId, quoteText } from '../warehouse/dialect.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** A session's connections: one asks, on the other what was answered is kept, whatever transaction the first is in. */
export class Desk {
  readonly asking: Connection;
  readonly keeping: Connection;
  readonly #warehouse: Warehouse;
  /** The schema of the memory database where the session's named results are found. */
  readonly #schema: string;
  /** Where bare names are looked for: in the file, or in memory while there is none. */
  #base: 'warehouse' | 'memory' | undefined;

  private constructor(warehouse: Warehouse, asking: Connection, keeping: Connection, schema: string) {
    this.#warehouse = warehouse;
    this.asking = asking;
    this.keeping = keeping;
    this.#schema = schema;
  }

  static async open(warehouse: Warehouse, number: number): Promise<Desk> {
    const [asking, keeping] = await Promise.all([warehouse.connect(), warehouse.connect()]);
    const desk = new Desk(warehouse, asking, keeping, `cells_${number}`);
    await keeping.run(`CREATE SCHEMA memory.${desk.#schema}`);
    await desk.lookAround();
    return desk;
  }

  /** The file may have come or gone since the last statement. */
  async lookAround(): Promise<void> {
    const base = this.#warehouse.isAttached ? 'warehouse' : 'memory';
    if (base === this.#base) return;
    try {
      await this.asking.run(`SET search_path = '${base}.main,memory.${this.#schema}'`);
      this.#base = base;
    } catch (error) {
      // A spoiled transaction takes nothing but its ROLLBACK, which must get through; the next time will do.
      if (!(await this.asking.isInTransaction())) throw error;
    }
  }

  /** The person has said where names are looked for; named results are still found, after all else. */
  async keepNamesInSight(): Promise<void> {
    const { path } = await this.asking.one<{ path: string }>(`SELECT current_setting('search_path') AS path`);
    const own = `memory.${this.#schema}`;
    if (path.endsWith(own)) return;
    await this.asking.run(`SET search_path = ${quoteText(`${path === '' ? `${this.#base}.main` : path},${own}`)}`);
  }

  /** Lets cells query what stands in a table of the memory database under this name. */
  async point(name: string, table: string): Promise<void> {
    await this.keeping.run(`CREATE OR REPLACE VIEW ${this.#viewOf(name)} AS FROM ${table}`);
  }

  async unpoint(name: string): Promise<void> {
    await this.keeping.run(`DROP VIEW IF EXISTS ${this.#viewOf(name)}`);
  }

  /** The kind of what a bare name already means here, besides named results. */
  async kindOf(name: string): Promise<'table' | 'view' | undefined> {
    const [found] = await this.asking.rows<{ kind: 'table' | 'view' }>(
      `WITH named AS (
         SELECT table_name AS name, database_name, schema_name, 'table' AS kind FROM duckdb_tables()
         UNION ALL SELECT view_name, database_name, schema_name, 'view' FROM duckdb_views() WHERE NOT internal
       )
       SELECT kind FROM named WHERE lower(name) = lower($name)
         AND (database_name = 'temp' OR (database_name = current_database() AND schema_name = current_schema())) LIMIT 1`,
      { params: { name } },
    );
    return found?.kind;
  }

  async close(): Promise<void> {
    await this.asking.close();
    await this.keeping.run(`DROP SCHEMA memory.${this.#schema} CASCADE`);
    await this.keeping.close();
  }

  #viewOf(name: string): string {
    return `memory.${this.#schema}.${quoteId(name)}`;
  }
}
