import { performance } from 'node:perf_hooks';
import { until } from '../editor/until.ts';

/** Until the extension host has had next to nothing to do for half a second: what is measured now is what is done now. */
export async function untilAtRest(): Promise<void> {
  let [last, quietSinceMs] = [performance.eventLoopUtilization(), performance.now()];
  await until('the extension host is at rest', () => {
    const now = performance.eventLoopUtilization();
    if (performance.eventLoopUtilization(now, last).utilization > 0.1) quietSinceMs = performance.now();
    last = now;
    return performance.now() - quietSinceMs > 500;
  });
}
