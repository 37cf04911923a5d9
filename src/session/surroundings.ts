import type { RunPayload } from '../output/payload.ts';
import type { Emit } from '../pipeline/events.ts';
import type { HeadLimit } from '../warehouse/keep.ts';
import type { Log } from './log.ts';
import type { Results } from './results.ts';
import type { SharedWarehouse } from './shared-warehouse.ts';

/** What the sessions on one warehouse share. */
export interface Surroundings {
  readonly shared: SharedWarehouse;
  readonly results: Results;
  readonly env: NodeJS.ProcessEnv;
  readonly head: HeadLimit;
  readonly log: Log;
  /** Enters a run of the pipeline while it is under way. */
  running(command: string, work: (emit: Emit) => Promise<RunPayload>, emit: Emit): Promise<RunPayload>;
}
