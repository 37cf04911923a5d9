import { window } from 'vscode';
import { asSparkifyError } from '../base/errors.ts';
import type { Log } from './log.ts';

/** Says what went wrong where no cell can show it. Who turned back knows that already. */
export async function tellError(log: Log, cause: unknown): Promise<void> {
  const error = asSparkifyError(cause);
  if (error.code === 'cancelled') return;
  log.write('error', `${error.message} (${error.code})`);
  if (error.code === 'internal' && error.cause instanceof Error) log.write('error', error.cause.stack ?? '');
  if ((await window.showErrorMessage(error.message, 'Show Log')) === 'Show Log') log.show();
}
