import { SparkifyError, throwIfAborted } from '../../base/errors.ts';
import { noPaint } from '../../base/paint.ts';
import type { Context, Outcome } from '../../commands/run/context.ts';
import { runCommand } from '../../commands/run/index.ts';
import { isPipelineCommand } from '../../commands/steps-of.ts';
import type { Understood } from '../../commands/understand.ts';
import type { Payload, RunPayload } from '../../output/payload.ts';
import type { Emit } from '../../pipeline/events.ts';
import { realPathOf } from '../../warehouse/path.ts';
import type { ResultStream } from '../../warehouse/result-stream.ts';
import type { Desk } from '../desk.ts';
import { withLakes } from '../lakes.ts';
import type { Log } from '../log.ts';
import { resultPayload, textPayload } from '../payloads.ts';
import type { Visit } from '../shared-warehouse.ts';
import type { AnsweredResult } from '../sql/run.ts';
import { cellHelp, settingHelp } from './help.ts';
import { isSetting } from './parameters.ts';
import { runPipelineCommand } from './pipeline.ts';
import { streamOf } from './table.ts';

/** What a session lends to the commands of a cell. */
export interface Lent {
  readonly env: NodeJS.ProcessEnv;
  /** The file of the notebook. */
  readonly path: string;
  readonly visit: Visit;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly log: Log;
  desk(): Promise<Desk>;
  keep(stream: ResultStream): Promise<AnsweredResult>;
  /** Tells that a run of the pipeline is under way while it is. */
  running(command: string, work: (emit: Emit) => Promise<RunPayload>): Promise<RunPayload>;
}

/** What a command came to; a run that failed tells so in its own account. */
export interface Came {
  readonly payload?: Payload | undefined;
  readonly result?: AnsweredResult | undefined;
  readonly error?: SparkifyError | undefined;
}

/** How text is set where no terminal says it. */
export const cellStyle = { width: 100, paint: noPaint };

/** Any command but sql. */
export async function runUnderstood(understood: Understood, lent: Lent): Promise<Came> {
  throwIfAborted(lent.signal);
  const { command, options } = understood;
  if (command.name === 'help') {
    const { topic } = options as { topic?: string };
    if (topic === undefined) return { payload: textPayload(cellHelp(cellStyle.width)) };
    if (isSetting(topic)) return { payload: textPayload(settingHelp) };
  }
  if (isPipelineCommand(command.name)) {
    const run = (emit: Emit) =>
      inContext(understood, { ...lent, emit }, context => runPipelineCommand(understood, context, lent.path));
    const isPlan = (options as { plan?: boolean }).plan ?? false;
    const payload = isPlan ? await run(lent.emit) : await lent.running(command.name, run);
    const error = payload.summary?.error;
    return { payload, ...(error && { error: new SparkifyError(error.code, error.message) }) };
  }
  return shown(await inContext(understood, lent, context => runCommand(command, options, context)), lent);
}

export function inContext<T>({ home }: Understood, lent: Lent, work: (context: Context) => Promise<T>): Promise<T> {
  const { env, path, visit, signal, emit, log } = lent;
  const warn = (message: string) => emit({ type: 'warning', message });
  const warehouse: Context['warehouse'] = async (_, { create }) => {
    if (create) return visit.made();
    const taken = await visit.warehouse();
    if (taken.isAttached) return taken;
    await realPathOf(path, false);
    return visit.made();
  };
  return withLakes({ folder: home, env, warn }, lake =>
    work({
      signal,
      emit,
      write: async () => false,
      tell: line => log('info', line),
      readInput: async () => {
        throw new SparkifyError(
          'usage.cell',
          'A cell has no standard input. Write the statements out, or name a --file.',
        );
      },
      ask: undefined,
      style: cellStyle,
      folder: home,
      env,
      lake,
      warehousePath: () => path,
      warehouse,
      connection: async (engine, how) => {
        if (how.readOnly) await warehouse(engine, how);
        return (await lent.desk()).asking;
      },
    }),
  );
}

/** A table where the command has one with rows, else its words. */
async function shown({ table, text, data }: Outcome, lent: Lent): Promise<Came> {
  if (table && table.rows.length > 0) {
    const begun = performance.now();
    const result = await lent.keep(await streamOf(table, (await lent.desk()).asking));
    const elapsedMs = performance.now() - begun;
    return { result, payload: resultPayload({ effects: [], result, elapsedMs, error: undefined }) };
  }
  return text ? { payload: textPayload(text(cellStyle), data) } : {};
}
