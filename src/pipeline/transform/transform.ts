import { SparkifyError, throwIfAborted } from '../../base/errors.ts';
import { counted } from '../../base/quantity.ts';
import { starTables } from '../../schema/index.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { checkStar } from '../check/check.ts';
import { holdToRejectLimit } from '../extract/reject-limit.ts';
import { ProgressMeter } from '../progress.ts';
import type { RunContext } from '../run-context.ts';
import { takeStep } from '../step.ts';
import { buildAll } from './build-all.ts';
import { buildTouched, rebuiltTable } from './build-touched.ts';
import { sourcesFor } from './sources.ts';
import { acknowledge, publish, publishedStar, type Star, staleness, starFingerprint } from './star.ts';

// Above this share of changed rows, building all is the faster way.
const mostTouched = 0.2;

/** Builds the star, checks it, and only then publishes it: one transaction, of which a reader sees all or nothing. */
export async function transform(context: RunContext): Promise<void> {
  const { connection, options, run, tally, signal } = context;
  await requireLoaded(connection);
  await holdToRejectLimit(connection, options.maxRejects);
  const star = await publishedStar(connection);
  const fingerprint = starFingerprint(options);
  const isSame = star?.fingerprint === fingerprint && !options.full;
  const stale = star && isSame ? await staleness(connection, star) : undefined;
  if (star && stale && stale.came === 0 && stale.gone === 0) {
    await takeStep(context, 'transform', async () => ({ skipped: 'nothing new since the star was built' }));
    await checkStar(context);
    if (stale.objects > 0) await acknowledge(connection, star, run);
    return;
  }
  const isLittle = stale && stale.came + stale.gone <= mostTouched * stale.staged;
  await connection.transaction(async () => {
    await takeStep(context, 'transform', () => build(context, isLittle ? star : undefined));
    // What went may have left references behind anywhere; what came can only break its own.
    const isNarrow = isLittle && stale.gone === 0;
    await checkStar(context, { rebuilt: isNarrow ? rebuiltTable : undefined });
    throwIfAborted(signal);
    await publish(connection, { run, fingerprint });
  });
  tally.hasChanged = true;
}

async function build(context: RunContext, star: Star | undefined): Promise<{ note: string }> {
  const sources = sourcesFor(context.options);
  const meter = new ProgressMeter(context.emit, { step: 'transform', unit: 'tables' });
  meter.expect(starTables.length);
  const onTable = () => meter.add(1);
  await meter.watch(
    () => context.connection.progress(),
    () => (star ? buildTouched(context, star, sources, onTable) : buildAll(context, sources, onTable)),
  );
  meter.finish();
  const built = counted(starTables.length, 'table');
  return { note: star ? `${built}, only what changed` : `${built}` };
}

async function requireLoaded(connection: Connection): Promise<void> {
  const { loaded } = await connection.one<{ loaded: boolean }>('SELECT EXISTS (FROM books.objects) AS loaded');
  if (loaded) return;
  throw new SparkifyError(
    'warehouse.missing',
    'Nothing has been extracted yet: run `sparkify extract` or `sparkify etl` first.',
  );
}
