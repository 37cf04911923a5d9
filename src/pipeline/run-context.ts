import type { Connection } from '../warehouse/connection.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Emit } from './events.ts';
import type { Told } from './extract/listing.ts';
import type { PipelineOptions } from './options.ts';
import type { Tally } from './tally.ts';

/** What every step of one run is given. */
export interface RunContext {
  readonly run: number;
  readonly options: PipelineOptions;
  readonly warehouse: Warehouse;
  readonly connection: Connection;
  /** The sources of a run that reads. */
  readonly lakes: readonly Told[];
  readonly tally: Tally;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}
