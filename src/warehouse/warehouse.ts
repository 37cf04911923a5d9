import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { SparkifyError } from '../base/errors.ts';
import { Connection } from './connection.ts';
import { quoteText } from './dialect.ts';
import { openError } from './errors.ts';
import { type DuckDb, loadDuckDb } from './load.ts';
import { realPathOf } from './path.ts';
import { newTempFolder, releaseTempFolder, removeAbandoned, type TempPlace } from './temp-folder.ts';

/** A warehouse that is nowhere on disk and gone when it is closed. */
export const inMemory = ':memory:';

export interface WarehouseOptions {
  readonly path: string;
  /** As DuckDB writes it ("2GB"); otherwise 4 GB or half of the memory, whichever is less. */
  readonly memoryLimit?: string | undefined;
  readonly threads?: number | undefined;
  /** Where what does not fit in memory goes; otherwise beside the file. */
  readonly tempFolder?: string | undefined;
  readonly readOnly?: boolean;
  /** Whether a missing file is made. */
  readonly create?: boolean;
  /** False to open without the file, which need not even be there, until `attach` is called. */
  readonly attach?: boolean;
}

const gib = 1024 ** 3;

/** Two instances on one file would overwrite each other's tables, and the file's lock does not part them in one process. */
const openPaths = new Set<string>();

/** One DuckDB file, attached to an in-memory instance of its own. */
export class Warehouse {
  readonly path: string;
  readonly #duckdb: DuckDb;
  readonly #instance: DuckDBInstance;
  /** Attaches and detaches; it never uses the file, or it could not let go of it. */
  readonly #keeper: DuckDBConnection;
  readonly #options: WarehouseOptions;
  readonly #tempFolder: string;
  readonly #connections = new Set<Connection>();
  #isReadOnly: boolean;
  #writesOnDemand = false;
  #isAttached = false;
  #isClosed = false;

  private constructor(
    path: string,
    duckdb: DuckDb,
    instance: DuckDBInstance,
    keeper: DuckDBConnection,
    options: WarehouseOptions,
    tempFolder: string,
  ) {
    this.path = path;
    this.#duckdb = duckdb;
    this.#instance = instance;
    this.#keeper = keeper;
    this.#options = options;
    this.#tempFolder = tempFolder;
    // What is in memory is nobody else's.
    this.#isReadOnly = options.readOnly === true && path !== inMemory;
  }

  static async open(options: WarehouseOptions): Promise<Warehouse> {
    const path = await pathOf(options);
    if (openPaths.has(path)) {
      throw new SparkifyError(
        'internal',
        `${path} is open in this process already; a warehouse is opened once and shared.`,
      );
    }
    if (path !== inMemory) openPaths.add(path);
    const place = tempPlaceOf(path, options);
    let tempFolder: string | undefined;
    try {
      tempFolder = await newTempFolder(place);
      const duckdb = await loadDuckDb();
      const instance = await instanceWith(duckdb, configuration(options, tempFolder));
      const warehouse = new Warehouse(path, duckdb, instance, await instance.connect(), options, tempFolder);
      try {
        if (options.attach !== false) await warehouse.attach();
      } catch (error) {
        warehouse.#release();
        throw error;
      }
      await removeAbandoned(place);
      return warehouse;
    } catch (error) {
      openPaths.delete(path);
      if (tempFolder !== undefined) await releaseTempFolder(tempFolder);
      throw openError(error, options.path);
    }
  }

  get isAttached(): boolean {
    return this.#isAttached;
  }

  async connect(): Promise<Connection> {
    const native = await this.#instance.connect();
    const connection = new Connection(this.#duckdb, native, {
      onClose: () => this.#connections.delete(connection),
      isReadForNow: () => this.#isReadOnly && this.#writesOnDemand,
      allowWriting: () => this.#allowWriting(),
    });
    this.#connections.add(connection);
    const settings = [
      `SET TimeZone = 'UTC'`,
      'SET enable_progress_bar = true',
      'SET enable_progress_bar_print = false',
    ];
    await connection.script([...settings, ...(this.#isAttached ? ['USE warehouse'] : [])].join('; '));
    return connection;
  }

  /** From now on a file that was opened for reading is opened for writing as soon as a statement writes to it. */
  writeOnDemand(): void {
    this.#writesOnDemand = true;
  }

  async #allowWriting(): Promise<void> {
    await this.detach();
    try {
      this.#isReadOnly = false;
      await this.attach();
    } catch (error) {
      this.#isReadOnly = true;
      await this.attach();
      throw error;
    }
  }

  /** Lets go of the file, so that another program can open it; connections and what they hold in memory stay. */
  async detach(): Promise<void> {
    if (!this.#isAttached) return;
    await this.#keeper.run('DETACH warehouse');
    this.#isAttached = false;
  }

  /** Takes hold of the file, and makes it where it is missing. */
  async attach({ readOnly = this.#isReadOnly } = {}): Promise<void> {
    if (this.#isAttached) return;
    this.#isReadOnly = readOnly;
    const access = this.#isReadOnly ? ', READ_ONLY' : '';
    try {
      await this.#keeper.run(`ATTACH ${quoteText(this.path)} AS warehouse (TYPE duckdb${access})`);
    } catch (error) {
      throw openError(error, this.#options.path);
    }
    this.#isAttached = true;
  }

  async sizeBytes(): Promise<number> {
    return this.path === inMemory ? 0 : (await stat(this.path)).size;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await Promise.all([...this.#connections].map(connection => connection.close()));
    await this.detach();
    this.#release();
    openPaths.delete(this.path);
    await releaseTempFolder(this.#tempFolder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #release(): void {
    this.#keeper.closeSync();
    this.#instance.closeSync();
  }
}

const pathOf = ({ path, readOnly, create }: WarehouseOptions) =>
  path === inMemory ? path : realPathOf(path, !readOnly && create !== false);

const tempPlaceOf = (path: string, { tempFolder }: WarehouseOptions): TempPlace => ({
  warehouse: path === inMemory ? undefined : path,
  chosen: tempFolder,
});

function configuration({ memoryLimit, threads }: WarehouseOptions, tempFolder: string): Record<string, string> {
  return {
    memory_limit: memoryLimit ?? `${Math.floor(Math.min(4 * gib, memoryOf() / 2))}B`,
    ...(threads === undefined ? {} : { threads: String(threads) }),
    temp_directory: tempFolder,
    errors_as_json: 'true',
    // What was freed goes back to the system soon, and not at the cost of the thread that freed it.
    allocator_background_threads: 'true',
    // Extensions that a person installed may load; nothing is ever downloaded unasked.
    autoinstall_known_extensions: 'false',
  };
}

/** The bindings say of a refused setting only that there is one. */
async function instanceWith(duckdb: DuckDb, settings: Record<string, string>): Promise<DuckDBInstance> {
  try {
    return await duckdb.DuckDBInstance.create(':memory:', settings);
  } catch (cause) {
    const { memory_limit, threads = 'default', temp_directory } = settings;
    const sentence = `DuckDB does not take these settings: memory limit ${memory_limit}, threads ${threads}, temp folder ${temp_directory}.`;
    throw new SparkifyError('usage.option', sentence, { cause });
  }
}

/** A container's limit counts, not the machine it stands on. */
function memoryOf(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
