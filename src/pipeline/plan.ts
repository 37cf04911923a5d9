import { bytes, count, counted } from '../base/quantity.ts';
import type { Lake } from '../lake/lake.ts';
import { isDataName } from '../lake/names.ts';
import { stagingTables, starTables } from '../schema/index.ts';
import type { Connection } from '../warehouse/connection.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { hasBooks } from './books.ts';
import { checksFor } from './check/checks.ts';
import { type StepName, stepNames } from './events.ts';
import { exportedTables } from './export/partitions.ts';
import type { ObjectKind } from './extract/batch.ts';
import { Listing, type ListingCounts } from './extract/listing.ts';
import type { PipelineOptions } from './options.ts';
import { presentTables } from './present.ts';
import { publishedStar, staleness, starFingerprint } from './transform/star.ts';

/** What a run would do, told and not done. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStep {
  readonly name: StepName;
  readonly does: string;
  readonly details: readonly string[];
}

type Planned = Omit<PlannedStep, 'name'>;

interface Planning {
  readonly options: PipelineOptions;
  /** Undefined while there is no warehouse, or one without books. */
  readonly connection: Connection | undefined;
  readonly signal: AbortSignal;
  /** How many objects the run would read; known once extract is planned. */
  wanted: number;
}

export async function planPipeline(
  options: PipelineOptions,
  warehouse: Warehouse | undefined,
  signal: AbortSignal,
): Promise<Plan> {
  checksFor(options);
  const connection = await warehouse?.connect();
  try {
    const knows = connection !== undefined && (await hasBooks(connection));
    const planning: Planning = { options, connection: knows ? connection : undefined, signal, wanted: 0 };
    const steps: PlannedStep[] = [];
    for (const name of stepNames) {
      if (options.steps.includes(name)) steps.push({ name, ...(await planners[name](planning)) });
    }
    return { steps };
  } finally {
    await connection?.close();
  }
}

const planners: Record<StepName, (planning: Planning) => Promise<Planned>> = {
  create: planCreate,
  extract: planExtract,
  transform: planTransform,
  check: async ({ options }) => ({
    does: `Would run ${counted(checksFor(options).length, 'check')}.`,
    details: options.userChecks.map(check => `${check.name} from ${check.file}`),
  }),
  export: planExport,
};

async function planCreate({ connection, options }: Planning): Promise<Planned> {
  const present = connection && !options.drop ? await presentTables(connection) : new Set<string>();
  const missing = [...stagingTables, ...starTables].map(table => table.name).filter(name => !present.has(name));
  if (options.drop) return { does: 'Would drop all tables and create them empty.', details: missing };
  return missing.length === 0
    ? { does: 'Nothing: all tables are there.', details: [] }
    : { does: `Would create ${counted(missing.length, 'empty table')}.`, details: missing };
}

async function planExtract(planning: Planning): Promise<Planned> {
  const { songs, events } = planning.options;
  const lakes = [...(songs ? [['songs', songs] as const] : []), ...(events ? [['events', events] as const] : [])];
  const details: string[] = [];
  let size = 0;
  for (const [kind, lake] of lakes) {
    const counts = await countListed(planning, kind, lake);
    planning.wanted += counts.wanted;
    size += counts.wantedBytes;
    const skipped = counts.skipped > 0 ? `, ${count(counts.skipped)} skipped by name` : '';
    details.push(
      `${lake.uri} (${lake.access}): ${count(counts.listed)} listed, ${count(counts.unchanged)} unchanged, ${count(counts.wanted)} to read${skipped}`,
    );
  }
  if (planning.wanted === 0) return { does: 'Nothing to read.', details };
  return { does: `Would read ${counted(planning.wanted, 'object')}, ${bytes(size)}.`, details };
}

async function countListed(
  { connection, options, signal }: Planning,
  kind: ObjectKind,
  lake: Lake,
): Promise<ListingCounts> {
  if (connection) {
    const listing = new Listing(connection, lake, kind);
    for await (const _ of listing.wanted({ full: options.full, signal }));
    return listing.counts;
  }
  const counts: ListingCounts = { listed: 0, skipped: 0, unchanged: 0, wanted: 0, wantedBytes: 0 };
  for await (const page of lake.list('', { signal })) {
    const wanted = page.filter(object => isDataName(object.key));
    counts.skipped += page.length - wanted.length;
    counts.listed += wanted.length;
    counts.wanted += wanted.length;
    counts.wantedBytes += wanted.reduce((sum, object) => sum + object.size, 0);
  }
  return counts;
}

async function planTransform(planning: Planning): Promise<Planned> {
  const { connection, options } = planning;
  const star = connection && (await publishedStar(connection));
  if (!connection || !star)
    return { does: 'Would build the star for the first time.', details: starTables.map(t => t.name) };
  if (options.full || star.fingerprint !== starFingerprint(options)) {
    return {
      does: 'Would build the whole star anew: its options or its schema changed, or --full asks for it.',
      details: [],
    };
  }
  const { came, gone } = await staleness(connection, star);
  if (planning.wanted + came + gone === 0) return { does: 'Nothing: the star is up to date.', details: [] };
  return { does: 'Would build what changed, or all where much did.', details: [] };
}

async function planExport(planning: Planning): Promise<Planned> {
  const { options } = planning;
  if (options.exports.length === 0) return { does: 'Nothing: no export is named.', details: [] };
  const tables = exportedTables(options).map(({ table, partitionedBy }) =>
    partitionedBy.length > 0 ? `${table.name} by ${partitionedBy.join(', ')}` : table.name,
  );
  const where = options.layout === 'plain' ? 'TABLE/' : 'runs/RUN/TABLE/';
  return {
    does: `Would write Parquet to ${counted(options.exports.length, 'export')}, where it is not up to date.`,
    details: [...options.exports.map(lake => `${lake.uri}${where} (${lake.access})`), `Tables: ${tables.join('; ')}`],
  };
}
