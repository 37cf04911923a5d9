import { randomUUID } from 'node:crypto';
import { type NotebookCell, type NotebookCellExecution, workspace } from 'vscode';
import { asSparkifyError, type SparkifyError } from '../../base/errors.ts';
import type { Kernel } from '../../kernel/client.ts';
import type { ErrorPayload, Payload } from '../../output/payload.ts';
import type { Executed } from '../../session/asked.ts';
import type { Bearings } from '../sites.ts';
import { untrusted } from '../untrusted.ts';
import { namesIn } from './cell-name.ts';
import { LiveOutput } from './live-output.ts';
import { expectedRuns, LiveRuns } from './live-runs.ts';
import type { Ending, Job } from './queue.ts';

/** What a cell needs of its notebook to run. */
export interface Workplace {
  /** Where this text works, by which session and by whose leave. */
  bearings(text: string): Promise<Bearings>;
  kernelOn(warehouse: string): Promise<Kernel>;
  nextOrder(): number;
  began(cell: NotebookCell): void;
  /** Told of what the cell shows now, and of the text it comes from. */
  showed(cell: NotebookCell, text: string, payloads: readonly Payload[], kernel: Kernel | undefined): void;
}

/** What is shown of an earlier run goes after so long: most cells are done before, and their output does not flicker. */
const clearAfterMs = 400;

/** A cell as it stands when its person asks for it: what is typed afterwards is of the next run. */
export function cellJob(cell: NotebookCell, execution: NotebookCellExecution, workplace: Workplace): Job {
  const text = cell.document.getText();
  const language = cell.document.languageId === 'sql' ? 'sql' : 'sparkify';
  return {
    about: cell,
    drop: () => execution.end(undefined),
    run: async signal => {
      execution.executionOrder = workplace.nextOrder();
      execution.start(Date.now());
      workplace.began(cell);
      const { status, isLost } = await runText({ cell, execution, workplace, text, language, signal });
      execution.end(status === 'succeeded', Date.now());
      return isLost ? 'lost' : status;
    },
  };
}

interface Run {
  readonly cell: NotebookCell;
  readonly execution: NotebookCellExecution;
  readonly workplace: Workplace;
  readonly text: string;
  readonly language: 'sql' | 'sparkify';
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly status: Exclude<Ending, 'lost'>;
  readonly isLost: boolean;
}

async function runText(run: Run): Promise<Outcome> {
  const { cell, execution, workplace, text, signal } = run;
  let live: { runs: LiveRuns; output: LiveOutput } | undefined;
  let kernel: Kernel | undefined;
  const clearing = setTimeout(() => {
    if (!live || live.runs.isEmpty) execution.clearOutput().then(undefined, () => undefined);
  }, clearAfterMs);
  const show = async (payloads: readonly Payload[]) => {
    clearTimeout(clearing);
    // What a cell that is gone would have shown, nobody misses.
    await (live?.output ?? new LiveOutput(execution, () => [])).end(payloads).catch(() => undefined);
    workplace.showed(cell, text, payloads, kernel);
  };
  try {
    if (!workspace.isTrusted) throw untrusted();
    const bearings = await workplace.bearings(text);
    kernel = await workplace.kernelOn(bearings.site.warehouse);
    live = liveOf(run, bearings, kernel.warehouse);
    const executed = await execute(run, bearings, kernel, live);
    await show(executed.outputs);
    return { status: executed.status, isLost: false };
  } catch (cause) {
    const error = asSparkifyError(cause);
    await show([errorPayload(error)]);
    const isStopped = error.code === 'cancelled' && signal.aborted;
    return { status: isStopped ? 'cancelled' : 'failed', isLost: !isStopped && isOfKernel(error) };
  }
}

function liveOf({ execution, language, text }: Run, { place }: Bearings, warehouse: string) {
  const surroundings = { folder: place.folder, env: { ...process.env, ...place.env } };
  const expected = language === 'sparkify' ? expectedRuns(text, surroundings) : [];
  const runs = new LiveRuns(warehouse, expected);
  return { runs, output: new LiveOutput(execution, () => runs.payloads(Date.now())) };
}

async function execute(
  { cell, text, language, signal }: Run,
  { place }: Bearings,
  kernel: Kernel,
  live: { runs: LiveRuns; output: LiveOutput },
): Promise<Executed> {
  const execution = randomUUID();
  const names = namesIn(cell.notebook);
  const listening = kernel.onEvent(told => {
    if (told.execution !== execution) return;
    live.runs.take(told.event, Date.now());
    live.output.update();
  });
  if (!live.runs.isEmpty) live.output.update();
  try {
    return await kernel.execute(
      {
        place,
        execution,
        language,
        text,
        name: names.get(cell),
        names: [...names].filter(([other]) => other !== cell).map(([, name]) => name),
      },
      signal,
    );
  } finally {
    listening.dispose();
  }
}

/** The session and what it knew are gone: what was still to run would run without it. */
const isOfKernel = ({ code }: SparkifyError): boolean => code.startsWith('kernel.') || code === 'cancelled';

const errorPayload = ({ code, message, position }: SparkifyError): ErrorPayload => ({
  version: 1,
  kind: 'error',
  code,
  message,
  position,
});
