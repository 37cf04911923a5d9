import { throwIfAborted } from '../base/errors.ts';

/** Runs `work`, and interrupts it when the signal says so. Work that ended before the interrupt reached it keeps its result. */
export async function interruptible<T>(
  signal: AbortSignal | undefined,
  interrupt: () => void,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return work();
  throwIfAborted(signal);
  // DuckDB forgets an interrupt that comes between our call and its worker's start, so it is told until it ends.
  let again: NodeJS.Timeout | undefined;
  const stop = () => {
    interrupt();
    again = setInterval(interrupt, 5);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', stop);
    clearInterval(again);
  }
}
