import { setImmediate } from 'node:timers/promises';
import type { Kernel } from '../../../src/kernel/client.ts';
import type { Executed, ExecuteParams } from '../../../src/session/asked.ts';

const cell = (session: string, text: string): ExecuteParams => ({
  place: { session, folder: process.cwd(), env: {} },
  execution: session,
  language: 'sql',
  text,
  names: [],
});

const ticks = `SELECT last_value FROM duckdb_sequences() WHERE sequence_name = 'ticks'`;
const endless = `SELECT max(nextval('ticks')) FROM range(1_000_000) a, range(1_000_000) b`;

/** Runs a statement that never ends, and waits until it is truly under way: it moves a sequence that another session can see. */
export async function endlessIn(
  kernel: Kernel,
  signal?: AbortSignal,
  session = 'running',
): Promise<{ readonly answer: Promise<Executed> }> {
  await kernel.execute(cell('watching', 'CREATE SEQUENCE IF NOT EXISTS ticks'));
  const last = async () => rowsOf(await kernel.execute(cell('watching', ticks)))[0]?.[0];
  const before = await last();
  const answer = kernel.execute(cell(session, endless), signal);
  // Whoever waits for it hears of it; until then it may fail unheard.
  answer.catch(() => undefined);
  while ((await last()) === before) await setImmediate();
  return { answer };
}

/** The first page of the result, or why there is none. */
export function rowsOf({ outputs }: Executed): readonly (readonly (string | null)[])[] {
  const [output] = outputs;
  if (output?.kind !== 'result') throw new Error(JSON.stringify(outputs));
  return output.rows;
}
