import { asSparkifyError, cancelled, type SparkifyError, throwIfAborted } from '../base/errors.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { openBooks } from './books.ts';
import { checkStar } from './check/check.ts';
import { refuseUnlessSelect } from './check/user-check.ts';
import { claimed } from './claim.ts';
import { recordCounts, tableRows } from './counts.ts';
import { create } from './create.ts';
import type { Emit, RunStatus, RunSummary, StepName } from './events.ts';
import { exportStar } from './export/export.ts';
import { removeLeftFolders } from './export/local-folder.ts';
import { beginListing } from './extract/begin-listing.ts';
import { extract } from './extract/extract.ts';
import type { Told } from './extract/listing.ts';
import { refuseMistaken } from './mistaken.ts';
import type { PipelineOptions } from './options.ts';
import type { RunContext } from './run-context.ts';
import { beginRun, endRun } from './runs.ts';
import { settling } from './settle.ts';
import { takeStep } from './step.ts';
import { Tally } from './tally.ts';
import { requireStar } from './transform/star.ts';
import { transform } from './transform/transform.ts';

/** Takes the steps asked for, and gives the account of the run: also of one that failed or was cancelled. */
export async function runPipeline(
  command: string,
  options: PipelineOptions,
  open: () => Promise<Warehouse>,
  emit: Emit,
  signal: AbortSignal,
): Promise<RunSummary> {
  // A store takes as long to answer as DuckDB to load.
  const lakes = beginListings(options, signal);
  try {
    return await runOn(await open(), { command, options, lakes, emit, signal });
  } finally {
    for (const { stop } of lakes) stop();
  }
}

type Asked = Pick<RunContext, 'options' | 'lakes' | 'emit' | 'signal'> & { readonly command: string };

async function runOn(warehouse: Warehouse, { command, ...asked }: Asked): Promise<RunSummary> {
  const { options, signal } = asked;
  const begun = performance.now();
  const tally = new Tally();
  let run: number | undefined;
  const summaryAs = (status: RunStatus, error?: SparkifyError) => {
    const seconds = (performance.now() - begun) / 1000;
    return tally.summary({ run, status, seconds, ...(error && { error }) });
  };
  try {
    return await claimed(warehouse, async enter => {
      refuseMistaken(options);
      const connection = await warehouse.connect();
      try {
        await openBooks(connection);
        run = await beginRun(connection, command, options);
        await enter(run, command);
        const context = { ...asked, run, warehouse, connection, tally };
        const before = await tableRows(connection);
        const entered = async (account: () => RunSummary) => {
          await recordCounts(context, before);
          const summary = account();
          await endRun(connection, context.run, summary, tally);
          return summary;
        };
        try {
          await takeSteps(context);
        } catch (error) {
          // Where even the books cannot be written (the disk is full), what failed first is what a person must know.
          return await entered(() => failureAs(error)).catch(() => failureAs(error));
        }
        return await entered(() => summaryAs(successOf(context)));
      } finally {
        await connection.close();
      }
    });
  } catch (error) {
    return failureAs(error);
  }

  function failureAs(error: unknown): RunSummary {
    const known = signal.aborted ? cancelled() : asSparkifyError(error);
    return summaryAs(known.code === 'cancelled' ? 'cancelled' : 'failed', known);
  }
}

function beginListings({ steps, songs, events }: PipelineOptions, signal: AbortSignal): Told[] {
  if (!songs || !events || !steps.includes('extract')) return [];
  return [beginListing('songs', songs, signal), beginListing('events', events, signal)];
}

/** A run that only looked could not have changed anything. */
function successOf({ options, tally }: RunContext): RunStatus {
  const onlyLooked = options.steps.every(step => step === 'check');
  return tally.hasChanged || onlyLooked ? 'succeeded' : 'unchanged';
}

async function takeSteps(context: RunContext): Promise<void> {
  const { connection, options, warehouse, tally, signal } = context;
  await removeLeftFolders(warehouse, signal);
  for (const check of options.userChecks) await refuseUnlessSelect(connection, check);
  const asks = (step: StepName) => options.steps.includes(step);
  if (asks('create')) await takeStep(context, 'create', () => create(context));
  else if (asks('extract') || asks('transform')) await create(context);
  throwIfAborted(signal);
  if (asks('extract')) await takeStep(context, 'extract', () => extract(context));
  throwIfAborted(signal);
  if (asks('transform')) await transform(context);
  else if (asks('check')) await checkPublished(context);
  throwIfAborted(signal);
  if (!asks('export')) return;
  if (tally.hasChanged) await settling(warehouse, () => exportStar(context));
  else await exportStar(context);
}

async function checkPublished(context: RunContext): Promise<void> {
  await requireStar(context.connection, 'checked');
  await checkStar(context);
}
