import { asSparkifyError, cancelled } from '../base/errors.ts';
import type { RunEvent } from '../pipeline/events.ts';
import { type CatalogSchema, readCatalog } from '../warehouse/catalog.ts';
import type {
  CompleteParams,
  Completion,
  Executed,
  ExecuteParams,
  Page,
  PageParams,
  Place,
  Standing,
} from './asked.ts';
import { Completer } from './complete/completer.ts';
import type { KnownTable } from './complete/vocabulary.ts';
import type { Log } from './log.ts';
import { Results } from './results.ts';
import { Session } from './session.ts';
import { SharedWarehouse, Visit } from './shared-warehouse.ts';
import { WarehouseStanding } from './standing.ts';

export interface SessionsOptions {
  /** Absolute; opened with the first call that needs it. */
  readonly warehouse: string;
  readonly memoryLimit?: string | undefined;
  readonly threads?: number | undefined;
  readonly tempFolder?: string | undefined;
  /** The file is let go of when nothing was asked for so long. */
  readonly idleCloseMs: number;
  readonly pageRows: number;
  /** Of the process; what a place says comes on top. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  /** Something that `status` tells has changed: of this session, or of the warehouse. */
  readonly changed: (session?: string) => void;
}

export interface Executing {
  readonly signal: AbortSignal;
  /** What a run of the pipeline tells while it goes on. */
  readonly emit: (event: RunEvent) => void;
}

/** A result is a table in memory, beside which DuckDB works; what does not fit goes to its temporary folder. */
const limits = { count: 200, bytes: 1_000_000_000 };
/** A first page of more text would weigh on the notebook that shows it. */
const headLetters = 4_000_000;

/** All sessions on one warehouse: notebooks beside each other, and the palette. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #shared: SharedWarehouse;
  readonly #results: Results;
  readonly #standing: WarehouseStanding;
  readonly #completer: Completer;
  readonly #sessions = new Map<string, Session>();
  readonly #told = new Map<string | undefined, string>();
  #begun = 0;
  #isClosed = false;

  constructor(options: SessionsOptions) {
    const { warehouse: path, memoryLimit, threads, tempFolder, idleCloseMs, log } = options;
    this.#options = options;
    this.#shared = new SharedWarehouse({
      path,
      memoryLimit,
      threads,
      tempFolder,
      idleCloseMs,
      log,
      isHeld: () => this.#isInTransaction(),
      onAttached: isAttached => {
        if (isAttached) this.#standing.forgetLastRun();
        this.#completer.forget();
        void this.#tell();
      },
    });
    this.#results = new Results(() => this.#shared.started!.connect(), limits);
    this.#standing = new WarehouseStanding(this.#shared, () => void this.#tell());
    this.#completer = new Completer(this.#shared);
  }

  /** Never throws for what a cell did wrong: that is an output. */
  async execute(params: ExecuteParams, { signal, emit }: Executing): Promise<Executed> {
    const { place, language } = params;
    const session = this.#sessionOf(place);
    const executed = await session.execute(params, { signal, emit });
    this.#options.log('debug', `A cell of ${language} ${executed.status} after ${Math.round(executed.elapsedMs)} ms.`);
    this.#completer.forget();
    void this.#tell(place.session);
    return executed;
  }

  page(params: PageParams, signal?: AbortSignal): Promise<Page> {
    return this.#results.page(params, signal);
  }

  release(results: readonly string[]): Promise<void> {
    return this.#results.release(results);
  }

  /** Empty while there is no file. */
  async catalog(_place: Place): Promise<readonly CatalogSchema[]> {
    await using visit = new Visit(this.#shared);
    const warehouse = await visit.warehouse();
    if (!warehouse.isAttached) return [];
    await using connection = await warehouse.connect();
    return await readCatalog(connection);
  }

  async complete({ place, language, text, offset }: CompleteParams): Promise<readonly Completion[]> {
    const session = this.#sessions.get(place.session);
    try {
      return await this.#completer.complete(language, text, offset, {
        parameters: session?.parameters.all ?? [],
        tables: [...(session?.names.all.map(cellTable) ?? []), ...((await session?.temporaryTables()) ?? [])],
      });
    } catch (error) {
      this.#options.log('debug', `Nothing to complete: ${asSparkifyError(error).message}`);
      return [];
    }
  }

  /** Opens nothing. */
  async status(session?: string): Promise<Standing> {
    // The file may be let go of, or the books be another's, in just this moment: then the last run stays unknown.
    await this.#standing.learnLastRun().catch(() => undefined);
    return { ...(await this.#standing.told()), ...this.#ofSession(session) };
  }

  async endSession(session: string): Promise<void> {
    const ending = this.#sessions.get(session);
    this.#sessions.delete(session);
    this.#told.delete(session);
    await ending?.end();
  }

  /** Interrupts what runs, and lets go of the file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#sessions.values()].map(session => session.stop()));
    await this.#shared.close();
  }

  #sessionOf({ session: id }: Place): Session {
    if (this.#isClosed) throw cancelled();
    const known = this.#sessions.get(id);
    if (known) return known;
    this.#begun += 1;
    const session = new Session(this.#begun, {
      shared: this.#shared,
      results: this.#results,
      env: this.#options.env,
      head: { rows: this.#options.pageRows, letters: headLetters },
      log: this.#options.log,
      running: (command, work, emit) => this.#standing.during(command, work, emit),
    });
    this.#sessions.set(id, session);
    return session;
  }

  #ofSession(id: string | undefined): Pick<Standing, 'parameters' | 'names'> {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    return {
      parameters: session?.parameters.all.map(({ name, written }) => ({ name, value: written })) ?? [],
      names: session?.names.all.map(({ name }) => name) ?? [],
    };
  }

  async #isInTransaction(): Promise<boolean> {
    const sessions = [...this.#sessions.values()];
    return (await Promise.all(sessions.map(session => session.isInTransaction()))).includes(true);
  }

  /** Says that something has changed, where it has since this was last said. */
  async #tell(session?: string): Promise<void> {
    const { changed } = this.#options;
    if (this.#isClosed) return;
    const isNew = (key: string | undefined, standing: object) => {
      const told = JSON.stringify(standing);
      if (this.#told.get(key) === told) return false;
      this.#told.set(key, told);
      return true;
    };
    if (isNew(undefined, await this.#standing.told())) changed();
    if (session !== undefined && this.#sessions.has(session) && isNew(session, this.#ofSession(session)))
      changed(session);
  }
}

const cellTable = ({ name, result }: Session['names']['all'][number]): KnownTable => ({
  kind: 'cell',
  schema: undefined,
  name,
  says: undefined,
  columns: result.columns.map(column => ({ ...column, says: undefined })),
});
