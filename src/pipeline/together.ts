/** Does all at once. The first failure stops the others, and is thrown when they have ended, so that nothing goes on behind it. */
export async function together(
  signal: AbortSignal,
  work: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const stopped = new AbortController();
  const either = AbortSignal.any([signal, stopped.signal]);
  const failures: unknown[] = [];
  await Promise.all(
    work.map(async one => {
      try {
        await one(either);
      } catch (error) {
        failures.push(error);
        stopped.abort();
      }
    }),
  );
  if (failures.length > 0) throw failures[0];
}
