import type { TextCell } from '../base/cell.ts';
import type { ErrorCode } from '../base/errors.ts';

// What renderers and the extension tell each other about outputs. Both sides may be older or newer than the output.

export type FromRenderer = PageRequest | OpenRejects | RunAgain | OpenLog;
export type ToRenderer = PageAnswer | PageRefusal;

/** Rows of a result beyond those in its payload. Answered once, by a page or a refusal, to the editor that asked. */
export interface PageRequest {
  readonly type: 'page';
  /** Chosen by the renderer, unlike any other in any editor; the answer carries it. */
  readonly request: string;
  readonly result: string;
  readonly offset: number;
  readonly limit: number;
}

export interface PageAnswer {
  readonly type: 'page';
  readonly request: string;
  readonly rows: readonly (readonly TextCell[])[];
  /** Of the whole result, as it is known now. */
  readonly rowCount: number;
}

export interface PageRefusal {
  readonly type: 'pageRefused';
  readonly request: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/** The lines that a run set aside, as a query to look into. */
export interface OpenRejects {
  readonly type: 'openRejects';
  readonly warehouse: string;
  readonly run: number;
}

/** Runs the cell again whose output this is. */
export interface RunAgain {
  readonly type: 'runAgain';
  /** The id of its result, or the key under which it was restored. */
  readonly output: string;
}

export interface OpenLog {
  readonly type: 'openLog';
}

/** What came from a renderer, where it is whole: a message crosses from a page, and is not ours until it was looked at. */
export function readFromRenderer(message: unknown): FromRenderer | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const said: Readonly<Record<string, unknown>> = { ...message };
  switch (said.type) {
    case 'page': {
      const { request, result, offset, limit } = said;
      if (!isText(request) || !isText(result) || !isCount(offset) || !isCount(limit)) return undefined;
      return { type: 'page', request, result, offset, limit };
    }
    case 'openRejects': {
      const { warehouse, run } = said;
      return isText(warehouse) && isCount(run) ? { type: 'openRejects', warehouse, run } : undefined;
    }
    case 'runAgain':
      return isText(said.output) ? { type: 'runAgain', output: said.output } : undefined;
    case 'openLog':
      return { type: 'openLog' };
    default:
      return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
