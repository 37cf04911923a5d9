import { SparkifyError } from '../../base/errors.ts';
import { counted } from '../../base/quantity.ts';
import type { Lake } from '../../lake/lake.ts';
import { suggestPrefixes } from '../../lake/suggest.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { ProgressMeter } from '../progress.ts';
import type { RunContext } from '../run-context.ts';
import type { StepEnd } from '../step.ts';
import { together } from '../together.ts';
import { ahead } from './ahead.ts';
import { type Batch, type Batching, batchesOf, type ObjectKind } from './batch.ts';
import { Listing, type Told } from './listing.ts';
import { forgetBatch, loadBatch, removeObjects } from './load.ts';
import { holdToRejectLimit } from './reject-limit.ts';

const shownRejects = 20;
// About 130 bytes each: memory stays flat, and lakes up to this size soon show how much there is to do.
const mostListedAhead = 400_000;

/** Brings new and changed objects into staging. What is committed stays, however the run ends. */
export async function extract(context: RunContext): Promise<StepEnd> {
  const { options, warehouse, tally, lakes } = context;
  if (lakes.length === 0) {
    throw new SparkifyError(
      'usage.source',
      'No source is given: say --source s3://bucket/prefix, or name it in sparkify.json.',
    );
  }
  // The lakes are listed on a connection of their own, while batches are loaded on the run's.
  const listingConnection = await warehouse.connect();
  try {
    const meter = new ProgressMeter(context.emit, { step: 'extract', unit: 'objects' });
    const loader = new Loader(context, meter);
    const listings = lakes.map(told => ({ told, listing: new Listing(listingConnection, told) }));
    const readings = listings.map(
      ({ told, listing }) =>
        (signal: AbortSignal) =>
          readOne({ ...context, signal }, loader, told, listing),
    );
    try {
      await together(context.signal, readings);
    } finally {
      // A batch may still be loading behind a failure, in a transaction of the run's connection.
      await loader.idle();
      for (const { listing } of listings) {
        tally.objects.listed += listing.counts.listed;
        tally.objects.skipped += listing.counts.skipped;
        tally.objects.unchanged += listing.counts.unchanged;
      }
    }
    meter.finish();
    await forgetBatch(context.connection);
    for (const { listing } of listings) await removeVanished(context, listingConnection, listing);
    await holdToRejectLimit(context.connection, options.maxRejects);
    if (tally.objects.read === 0 && tally.objects.removed === 0) return { skipped: 'nothing new' };
    return { note: `${counted(tally.objects.read, 'object')} read` };
  } finally {
    await listingConnection.close();
  }
}

async function removeVanished(
  { options, tally, emit }: RunContext,
  connection: Connection,
  listing: Listing,
): Promise<void> {
  const vanished = await listing.countVanished();
  if (vanished === 0) return;
  if (!options.prune) {
    const what = `${counted(vanished, 'loaded object')} no longer in ${listing.lakeUri}`;
    emit({ type: 'warning', message: `${what}; the rows stay. --prune removes them.` });
    return;
  }
  const uris = await listing.keepVanished();
  await connection.transaction(() => removeObjects(connection, listing.kind, uris));
  tally.objects.removed += vanished;
  tally.hasChanged = true;
}

async function readOne(
  context: RunContext,
  loader: Loader,
  { kind, lake, stop }: Told,
  listing: Listing,
): Promise<void> {
  const { options, signal, emit } = context;
  const wanted = ahead(listing.wanted({ full: options.full, signal }), {
    most: mostListedAhead,
    onEnd: () => loader.expect(kind, listing.counts.wanted),
    stop,
  });
  const fetched = lake.read(wanted, {
    signal,
    ...(options.concurrency && { concurrency: options.concurrency }),
  });
  const batching: Batching = {
    onGone: ({ key }) =>
      emit({ type: 'warning', message: `${lake.uri}${key} vanished while the lake was read; it is left out.` }),
    isIdle: () => loader.isIdle,
    mostObjects: options.batchObjects,
  };
  let loading: Promise<void> = Promise.resolve();
  for await (const batch of batchesOf(kind, lake.uri, fetched, batching)) {
    await loading;
    loading = loader.load(batch, signal);
    // Awaited above or below; until then the failure must not count as unhandled.
    loading.catch(() => undefined);
  }
  await loading;
  if (listing.counts.listed === 0) await refuseEmpty(lake, kind, signal);
}

async function refuseEmpty(lake: Lake, kind: ObjectKind, signal: AbortSignal): Promise<never> {
  const near = await suggestPrefixes(lake, '', { signal });
  const instead = near.length > 0 ? ` There is ${near.join(', ')}.` : '';
  const names = kind === 'songs' ? 'song' : 'event';
  throw new SparkifyError(
    'lake.empty',
    `No ${names} objects (.json, .jsonl, .ndjson, or these with .gz) are in ${lake.uri}.${instead}`,
  );
}

/** Loads batches one at a time, whichever lake they come from. */
class Loader {
  private readonly context: RunContext;
  private readonly meter: ProgressMeter;
  private readonly expected = new Map<ObjectKind, number>();
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private shown = 0;

  constructor(context: RunContext, meter: ProgressMeter) {
    this.context = context;
    this.meter = meter;
  }

  /** So many objects of this kind are to be loaded; once both are known, so is the total. */
  expect(kind: ObjectKind, objects: number): void {
    this.expected.set(kind, objects);
    if (this.expected.size === 2) this.meter.expect([...this.expected.values()].reduce((a, b) => a + b, 0));
  }

  get isIdle(): boolean {
    return this.waiting === 0;
  }

  /** Resolves when nothing is being loaded any more, however it ended. */
  async idle(): Promise<void> {
    await this.turn;
  }

  load(batch: Batch, signal: AbortSignal): Promise<void> {
    const { connection, run, tally, emit } = this.context;
    this.waiting += 1;
    const loaded = this.turn.then(async () => {
      const { rejects, shown } = await loadBatch(connection, run, batch, signal);
      tally.objects.read += batch.entries.length;
      tally.bytes += batch.bytes;
      tally.rejects += rejects;
      tally.hasChanged = true;
      this.meter.add(batch.entries.length, batch.bytes);
      for (const reject of shown.slice(0, shownRejects - this.shown)) emit({ type: 'reject', ...reject });
      this.shown = Math.min(shownRejects, this.shown + shown.length);
    });
    const ended = () => {
      this.waiting -= 1;
    };
    this.turn = loaded.then(ended, ended);
    return loaded;
  }
}
