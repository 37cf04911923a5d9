import { SparkifyError } from '../base/errors.ts';
import type { RunEvent } from '../pipeline/events.ts';
import type { CatalogSchema } from '../warehouse/catalog.ts';
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

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

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
  readonly log: (level: LogLevel, line: string) => void;
  /** Something that `status` tells has changed: of this session, or of the warehouse. */
  readonly changed: (session?: string) => void;
}

export interface Executing {
  readonly signal: AbortSignal;
  /** What a run of the pipeline tells while it goes on. */
  readonly emit: (event: RunEvent) => void;
}

/** All sessions on one warehouse: notebooks beside each other, and the palette. */
export class Sessions {
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Never throws for what a cell did wrong: that is an output. */
  execute(_params: ExecuteParams, _how: Executing): Promise<Executed> {
    return this.#notYet();
  }

  page(_params: PageParams, _signal?: AbortSignal): Promise<Page> {
    return this.#notYet();
  }

  release(_results: readonly string[]): Promise<void> {
    return this.#notYet();
  }

  catalog(_place: Place): Promise<readonly CatalogSchema[]> {
    return this.#notYet();
  }

  complete(_params: CompleteParams): Promise<readonly Completion[]> {
    return this.#notYet();
  }

  /** Opens nothing. */
  status(_session?: string): Promise<Standing> {
    return this.#notYet();
  }

  endSession(_session: string): Promise<void> {
    return this.#notYet();
  }

  /** Interrupts what runs, and lets go of the file. */
  async close(): Promise<void> {}

  async #notYet(): Promise<never> {
    throw new SparkifyError('internal', `The sessions on ${this.#options.warehouse} answer nothing yet.`);
  }
}
