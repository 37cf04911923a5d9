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
  close(): Promise<void>;
}

export interface Watch {
  readonly command?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface Account extends RunSummary {
  readonly events: readonly RunEvent[];
}

export const usual: PipelineOptions = {
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

export async function openWorkplace(lakes: Partial<Lakes> = {}, { threads = 1 } = {}): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-pipeline-'));
  const warehouse = await Warehouse.open({ path: join(folder, 'w.duckdb'), memoryLimit: '1GB', threads });
  return {
    warehouse,
    connection: await warehouse.connect(),
    folder,
    run: (options = {}, watch = {}) => run(warehouse, { ...usual, ...lakes, ...options }, watch),
    close: async () => {
      await warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function atWork<T>(
  lakes: Partial<Lakes>,
  work: (place: Workplace) => Promise<T>,
  options: Parameters<typeof openWorkplace>[1] = {},
): Promise<T> {
  const place = await openWorkplace(lakes, options);
  try {
    return await work(place);
  } finally {
    await place.close();
  }
}

async function run(warehouse: Warehouse, options: PipelineOptions, watch: Watch): Promise<Account> {
  const { command = 'etl', signal = new AbortController().signal, onEvent = () => {} } = watch;
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    onEvent(event);
  };
  return { ...(await runPipeline(command, options, async () => warehouse, emit, signal)), events };
}

/** The rows of each star table, as text, in an order that does not depend on how they were built. */
export type StarRows = Readonly<Record<string, readonly string[]>>;

export async function starOf(connection: Connection): Promise<StarRows> {
  const star: Record<string, readonly string[]> = {};
  for (const { name } of starTables) {
    const rows = await connection.rows(`FROM "${name}"`);
    star[name] = inOrder(rows.map(row => Object.values(row)));
  }
  return star;
}

export const inOrder = (rows: readonly (readonly unknown[])[]): string[] =>
  rows.map(row => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))).sort();
