import type { Context } from 'mocha';

/** Leaves a test out where it cannot be run, and says why in the report. */
export function skipBecause(context: Context, reason: string): never {
  Object.assign(context.test ?? {}, { skipReason: reason });
  return context.skip();
}

/** The same for something a test wants installed; in CI that is a failure, for there it can be installed. */
export function skipUninstalled(context: Context, what: string): never {
  if (process.env.CI === 'true') throw new Error(`${what} is not installed, and CI is where it should be.`);
  return skipBecause(context, `${what} is not installed`);
}
