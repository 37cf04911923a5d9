import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent, RunSummary } from '../../src/pipeline/events.ts';
import type { PipelineOptions } from '../../src/pipeline/options.ts';
import { runPipeline } from '../../src/pipeline/run.ts';
import { starTables } from '../../src/schema/index.ts';
import type { Connection } from '../../src/warehouse/connection.ts';
import { Warehouse } from '../../src/warehouse/warehouse.ts';
import type { Lakes } from './lake-builder.ts';

/** A warehouse of its own, the pipeline on it, and a reader's connection. */
export interface Workplace {
  readonly warehouse: Warehouse;
  readonly connection: Connection;
  /** A folder that is gone afterwards; the warehouse lies in it. */
  readonly folder: string;
  /** Takes the steps; the events that came out of the run are in `events`, also while it runs. */
  run(options?: Partial<PipelineOptions>, watch?: Watch): Promise<Account>;
}

export interface Watch {
  readonly command?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface Account extends RunSummary {
  readonly events: readonly RunEvent[];
}

const usual: PipelineOptions = {
  steps: ['create', 'extract', 'transform', 'check', 'export'],
  exports: [],
  match: 'title+artist',
  repairText: false,
  maxRejects: { share: 0.01 },
  prune: false,
  full: false,
  drop: false,
  partitions: {},
  layout: 'runs',
  keep: 2,
  userChecks: [],
  warn: [],
};

export async function atWork<T>(
  lakes: Partial<Lakes>,
  work: (place: Workplace) => Promise<T>,
  { inMemory = false }: { inMemory?: boolean } = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-pipeline-'));
  const path = inMemory ? ':memory:' : join(folder, 'w.duckdb');
  try {
    await using warehouse = await Warehouse.open({ path, memoryLimit: '1GB', threads: 2 });
    const connection = await warehouse.connect();
    return await work({
      warehouse,
      connection,
      folder,
      run: (options = {}, watch = {}) => run(warehouse, { ...usual, ...lakes, ...options }, watch),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(warehouse: Warehouse, options: PipelineOptions, watch: Watch): Promise<Account> {
  const { command = 'etl', signal = new AbortController().signal, onEvent = () => {} } = watch;
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    onEvent(event);
  };
  return { ...(await runPipeline(command, options, warehouse, emit, signal)), events };
}

/** What the star holds, in an order that does not depend on how it was built. */
export async function starOf(connection: Connection): Promise<Record<string, unknown[][]>> {
  const star: Record<string, unknown[][]> = {};
  for (const { name } of starTables) {
    const rows = await connection.rows(`FROM "${name}" ORDER BY ALL`);
    star[name] = rows.map(row => Object.values(row));
  }
  return star;
}

/** The star after one run over these lakes, by rows as objects. */
export const builtFrom = <T extends object = Record<string, unknown>>(
  lakes: Lakes,
  sql: string,
  options: Partial<PipelineOptions> = {},
): Promise<T[]> =>
  atWork(
    lakes,
    async ({ run, connection }) => {
      const { error } = await run(options);
      if (error) throw new Error(error.message);
      return connection.rows<T>(sql);
    },
    { inMemory: true },
  );
