import { SparkifyError } from '../../base/errors.ts';
import type { Context } from '../../commands/run/context.ts';
import { runCommand } from '../../commands/run/index.ts';
import { type PipelineCommandName, stepsOf } from '../../commands/steps-of.ts';
import type { Understood } from '../../commands/understand.ts';
import { payloadVersion, type RunPayload } from '../../output/payload.ts';
import { afterEvent, waitingRun } from '../../output/run-state.ts';
import type { RunEvent, RunSummary } from '../../pipeline/events.ts';
import type { Plan } from '../../pipeline/plan.ts';

/** Runs the pipeline, or plans it, and gives the account of it that a cell shows. */
export async function runPipelineCommand(
  { command, options }: Understood,
  context: Context,
  warehouse: string,
): Promise<RunPayload> {
  const { plan: isPlan = false, export: exports = [] } = options as { plan?: boolean; export?: readonly string[] };
  const warnings: string[] = [];
  let state = waitingRun(isPlan ? [] : stepsOf(command.name as PipelineCommandName, exports));
  const emit = (event: RunEvent) => {
    state = afterEvent(state, event, Date.now());
    if (event.type === 'warning') warnings.push(event.message);
    context.emit(event);
  };
  const { data } = await runCommand(command, options, { ...context, emit });
  const account = isPlan ? { plan: data as Plan } : { summary: begun(data as RunSummary) };
  return {
    version: payloadVersion,
    kind: 'run',
    command: command.name,
    warehouse,
    state,
    warnings,
    atMs: Date.now(),
    ...account,
  };
}

/** One that never began, for another was under way or what it was told is wrong, has no account but why. */
function begun(summary: RunSummary): RunSummary {
  const { run, error } = summary;
  if (run === undefined && error) throw new SparkifyError(error.code, error.message);
  return summary;
}
