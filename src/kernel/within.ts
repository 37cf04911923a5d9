import { cancelled } from '../base/errors.ts';

/** Whether it settled in time; what it brings is not waited for any longer. */
export async function within(ms: number, settling: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = settling.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([inTime, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The promise, for who waits no longer than the signal lets him; what it stands for goes on. */
export function unlessAborted<T>(waited: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return waited;
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    waited.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
