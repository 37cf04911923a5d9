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

/** The promise, for who waits no longer than the signals let him; what it stands for goes on. */
export function unlessAborted<T>(waited: Promise<T>, ...signals: readonly (AbortSignal | undefined)[]): Promise<T> {
  const given = signals.filter(signal => signal !== undefined);
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled());
    for (const signal of given) signal.addEventListener('abort', stop, { once: true });
    if (given.some(({ aborted }) => aborted)) stop();
    waited.then(resolve, reject).finally(() => {
      for (const signal of given) signal.removeEventListener('abort', stop);
    });
  });
}
