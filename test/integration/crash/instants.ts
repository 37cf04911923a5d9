import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Dice } from '../../../src/playground/sample/dice.ts';

/** Drawn anew each time, and printed; SPARKIFY_CRASH_SEED draws the same instants again. */
export function crashSeed(): number {
  const seed = Number(process.env.SPARKIFY_CRASH_SEED ?? randomInt(2 ** 31));
  console.log(`  processes are killed at instants drawn from SPARKIFY_CRASH_SEED=${seed}`);
  return seed;
}

/** From 0 to 1, one in each of as many equal parts, so that together they cover the whole. */
export function instantsOf(seed: number, purpose: number, count: number): number[] {
  const dice = new Dice(seed, purpose);
  return Array.from({ length: count }, (_, part) => (part + dice.unit()) / count);
}

/** How long a run takes that nobody kills. */
export interface Pace {
  ms: number;
}

/** Kills a process at a share of the time it would take. One that was over sooner shows the pace, and is begun anew. */
export async function killOne(begin: () => Promise<ChildProcess>, instant: number, pace: Pace): Promise<void> {
  for (;;) {
    const child = await begin();
    const begunMs = performance.now();
    const ending = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    await Promise.race([wait(instant * pace.ms, undefined, { ref: false }), ending]);
    child.kill('SIGKILL');
    const [, signal] = await ending;
    if (signal === 'SIGKILL') return;
    pace.ms = performance.now() - begunMs;
  }
}
