import { SparkifyError } from '../base/errors.ts';

/** Why nothing happens. */
export const untrusted = (): SparkifyError =>
  new SparkifyError(
    'usage.untrusted',
    'This workspace is not trusted, so nothing runs in it: it could read, write and send what you can. Trust it to run cells and commands.',
  );
