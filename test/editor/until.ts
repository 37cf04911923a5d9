/** Waits for something to become true, or says what it waited for. What is thrown meanwhile counts as not yet. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const [found, error] = await Promise.resolve(look()).then(
      value => [value, undefined] as const,
      error => [undefined, error as Error] as const,
    );
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) {
      throw new Error(`Not within ${withinMs / 1000} s: ${what}.${error ? ` Last: ${error.message}` : ''}`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
