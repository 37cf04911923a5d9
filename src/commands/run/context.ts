import type { ErrorCode } from '../../base/errors.ts';
import type { Paint } from '../../base/paint.ts';
import type { Lake } from '../../lake/lake.ts';
import type { Emit } from '../../pipeline/events.ts';
import type { Connection } from '../../warehouse/connection.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';

/** How a face wants text. */
export interface TextStyle {
  readonly width: number;
  readonly paint: Paint;
}

/** What a face lends to the command it runs. */
export interface Face {
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** The face's own output, in the order it is written; false once nobody reads it any more. */
  write(chunk: string | Uint8Array): Promise<boolean>;
  /** A line beside the output. */
  tell(line: string): void;
  readInput(): Promise<string>;
  /** Asks the person; undefined where nobody is there to answer. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly style: TextStyle;
}

export interface EngineOptions {
  readonly warehouse: string | undefined;
  readonly memoryLimit: string | undefined;
  readonly tempFolder: string | undefined;
  readonly threads: number | undefined;
}

export interface AccessOptions {
  readonly profile: string | undefined;
  readonly anonymous: boolean;
  readonly credentials: string | undefined;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly pathStyle: 'auto' | 'path' | 'virtual';
}

/** All a command can reach. What it opens through here is closed for it. */
export interface Context extends Face {
  /** The folder of sparkify.json, or else the working folder. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  lake(uri: string, access: AccessOptions): Promise<Lake>;
  /** The file a command works on when it is told none, or the one it is told. */
  warehousePath(options: EngineOptions): string;
  warehouse(options: EngineOptions, how: { create?: boolean; readOnly?: boolean }): Promise<Warehouse>;
  /** One on that warehouse: the session's own, where it has one. */
  connection(options: EngineOptions, how: ConnectionAccess): Promise<Connection>;
}

export interface ConnectionAccess {
  readonly readOnly?: boolean;
  /** Opened for reading, and for writing as soon as a statement writes. */
  readonly writesOnDemand?: boolean;
}

/** Records, and the DuckDB type of each of their columns. */
export interface OutcomeTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly object[];
}

/** What a command has to say in the end; one that has written its own output says nothing. */
export interface Outcome {
  /** For `--json`, and for faces that draw it themselves. */
  readonly data?: object;
  text?(style: TextStyle): string;
  /** The same for faces that draw tables. */
  readonly table?: OutcomeTable;
  /** Set where the command failed, and `data` or what was written tells of it. */
  readonly error?: { readonly code: ErrorCode; readonly message: string } | undefined;
}
