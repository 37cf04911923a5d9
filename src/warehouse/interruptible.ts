import { throwIfAborted } from '../base/errors.ts';

/** Runs `work`, and interrupts it when the signal says so. Work that ended before the interrupt reached it keeps its result. */
export async function interruptible<T>(
  signal: AbortSignal | undefined,
  interrupt: () => void,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return work();
  throwIfAborted(signal);
  const running = work();
  const stop = () => void untilSettled(running, interrupt);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await running;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** DuckDB forgets an interrupt that comes between our call and its worker's start, so it is told until the work ends. */
export async function untilSettled(running: Promise<unknown>, interrupt: () => void): Promise<void> {
  interrupt();
  const again = setInterval(interrupt, 5);
  await running.then(
    () => clearInterval(again),
    () => clearInterval(again),
  );
}
