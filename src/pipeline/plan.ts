import { bytes, count, counted } from '../base/quantity.ts';
import type { Lake } from '../lake/lake.ts';
import { isDataName } from '../lake/names.ts';
import { starTables, tables } from '../schema/index.ts';
import type { Connection } from '../warehouse/connection.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { hasBooks } from './books.ts';
import { checksFor } from './check/checks.ts';
import { refuseUnlessSelect } from './check/user-check.ts';
import { createdStaging, whyReread } from './create.ts';
import { type StepName, stepNames } from './events.ts';
import { exportFingerprint, isCurrent } from './export/export.ts';
import { exportedTables } from './export/partitions.ts';
import type { ObjectKind } from './extract/batch.ts';
import { beginListing } from './extract/begin-listing.ts';
import { Listing, type ListingCounts } from './extract/listing.ts';
import { refuseMistaken } from './mistaken.ts';
import type { PipelineOptions } from './options.ts';
import { type Present, readPresent, refuseForeign } from './present.ts';
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
  readonly present: ReadonlyMap<string, Present>;
  /** Why every object would be read again, if it would. */
  readonly reread: string | undefined;
  /** How many objects the run would read, and how many it would remove; known once extract is planned. */
  wanted: number;
  removed: number;
  /** Known once transform is planned. */
  builds: boolean;
}

export async function planPipeline(
  options: PipelineOptions,
  warehouse: Warehouse | undefined,
  signal: AbortSignal,
): Promise<Plan> {
  refuseMistaken(options);
  const connection = await warehouse?.connect();
  try {
    if (connection) for (const check of options.userChecks) await refuseUnlessSelect(connection, check);
    const knows = connection !== undefined && (await hasBooks(connection));
    const known = knows ? await createdStaging(connection) : null;
    const present = connection ? await readPresent(connection) : new Map<string, Present>();
    const creates = options.steps.some(step => step === 'create' || step === 'extract' || step === 'transform');
    if (creates && !options.drop) refuseForeign(present, known !== null);
    const planning: Planning = {
      options,
      connection: knows ? connection : undefined,
      signal,
      present,
      reread: creates ? whyReread(known, present) : undefined,
      wanted: 0,
      removed: 0,
      builds: false,
    };
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

async function planCreate({ present, options, reread }: Planning): Promise<Planned> {
  const names = tables.map(table => table.name);
  if (options.drop) return { does: 'Would drop all tables and create them empty.', details: names };
  if (reread) return { does: `${reread}: would create staging anew, to be read again.`, details: [] };
  const missing = names.filter(name => !present.has(name));
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
    const { counts, vanished } = await lookAt(planning, kind, lake);
    planning.wanted += counts.wanted;
    size += counts.wantedBytes;
    const skipped = counts.skipped > 0 ? `, ${count(counts.skipped)} skipped by name` : '';
    details.push(
      `${lake.uri} (${lake.access}): ${count(counts.listed)} listed, ${count(counts.unchanged)} unchanged, ${count(counts.wanted)} to read${skipped}`,
      ...detailsOf(vanished, planning),
    );
    if (planning.options.prune) planning.removed += vanished.length;
  }
  const removes =
    planning.removed > 0 ? `remove the rows of ${counted(planning.removed, 'object')} that vanished` : undefined;
  const reads = planning.wanted > 0 ? `read ${counted(planning.wanted, 'object')}, ${bytes(size)}` : undefined;
  if (!reads && !removes) return { does: 'Nothing to read.', details };
  const why = planning.reread ? `${planning.reread}: would` : 'Would';
  return { does: `${why} ${[reads, removes].filter(Boolean).join(', and ')}.`, details };
}

const shownVanished = 10;

function detailsOf(vanished: readonly string[], { options }: Planning): string[] {
  if (vanished.length === 0) return [];
  const more = vanished.length - shownVanished;
  return [
    `${counted(vanished.length, 'object')} vanished since; ${options.prune ? 'the rows go' : 'the rows stay, without --prune'}:`,
    ...vanished.slice(0, shownVanished).map(uri => `  ${uri}`),
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
  ];
}

async function lookAt(
  { connection, options, reread, signal }: Planning,
  kind: ObjectKind,
  lake: Lake,
): Promise<{ counts: ListingCounts; vanished: readonly string[] }> {
  if (connection && !reread) {
    const listing = new Listing(connection, beginListing(kind, lake, signal));
    for await (const _ of listing.wanted({ full: options.full, signal }));
    if ((await listing.countVanished()) === 0) return { counts: listing.counts, vanished: [] };
    const rows = await connection.rows<{ uri: string }>(`${await listing.keepVanished()} ORDER BY uri`);
    return { counts: listing.counts, vanished: rows.map(({ uri }) => uri) };
  }
  const counts: ListingCounts = { listed: 0, skipped: 0, unchanged: 0, wanted: 0, wantedBytes: 0 };
  for await (const page of lake.list('', { signal })) {
    const wanted = page.filter(object => isDataName(object.key));
    counts.skipped += page.length - wanted.length;
    counts.listed += wanted.length;
    counts.wanted += wanted.length;
    counts.wantedBytes += wanted.reduce((sum, object) => sum + object.size, 0);
  }
  return { counts, vanished: [] };
}

async function planTransform(planning: Planning): Promise<Planned> {
  const { connection, options } = planning;
  const star = connection && (await publishedStar(connection));
  planning.builds = true;
  if (!connection || !star) {
    const isFirst = !planning.present.has('songplays');
    const does = isFirst ? 'Would build the star for the first time.' : 'Would build the whole star.';
    return { does, details: starTables.map(t => t.name) };
  }
  if (planning.reread) return { does: 'Would build the whole star anew, as staging is read again.', details: [] };
  if (options.full || star.fingerprint !== starFingerprint(options)) {
    return {
      does: 'Would build the whole star anew: its options or its schema changed, or --full asks for it.',
      details: [],
    };
  }
  const { came, gone } = await staleness(connection, star);
  if (planning.wanted + planning.removed + came + gone > 0)
    return { does: 'Would build what changed, or all where much did.', details: [] };
  planning.builds = false;
  return { does: 'Nothing: the star is up to date.', details: [] };
}

async function planExport(planning: Planning): Promise<Planned> {
  const { connection, options, signal } = planning;
  if (options.exports.length === 0) return { does: 'Nothing: no export is named.', details: [] };
  const exported = exportedTables(options);
  const wanted = exportFingerprint(options, exported);
  const star = connection && !planning.builds ? await publishedStar(connection) : undefined;
  const where = options.layout === 'plain' ? 'TABLE/' : 'runs/RUN/TABLE/';
  const details: string[] = [];
  let stale = 0;
  for (const lake of options.exports) {
    const isDone = connection && star && (await isCurrent({ connection, options, signal }, lake, star, wanted));
    if (!isDone) stale += 1;
    details.push(`${lake.uri}${where} (${lake.access}): ${isDone ? 'up to date' : 'to be written'}`);
  }
  if (stale === 0) return { does: 'Nothing: every export is up to date.', details };
  const named = exported.map(({ table, partitionedBy }) =>
    partitionedBy.length > 0 ? `${table.name} by ${partitionedBy.join(', ')}` : table.name,
  );
  details.push(`Tables: ${named.join('; ')}`);
  return { does: `Would write Parquet to ${counted(stale, 'export')}.`, details };
}
