import { SparkifyError } from '../base/errors.ts';
import { listed } from '../base/text.ts';
import { platforms } from '../warehouse/platforms.ts';
import { notLaunched } from './launch.ts';

/** Why we ended a process; undefined where it ended by itself. */
export type Why = 'stopped' | 'restarted' | 'hung';

/** How a process ended. */
export interface Ending {
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly why: Why | undefined;
  /** Whether it had come so far that it could be asked something. */
  readonly wasOpen: boolean;
  /** Where there was no process at all. */
  readonly launchError?: Error | undefined;
  /** What it said on standard error, where that looks like a reason. */
  readonly lastWords?: string | undefined;
}

/** Whether a person wanted it. */
export const isAsked = ({ why }: Ending): boolean => why === 'stopped' || why === 'restarted';

/** What a call is told that the process does not answer any more. */
export function endingError(ending: Ending): SparkifyError {
  const { why, wasOpen, launchError } = ending;
  if (why === 'stopped') return new SparkifyError('cancelled', 'The kernel was stopped.');
  if (why === 'restarted') return new SparkifyError('cancelled', 'The kernel was restarted.');
  if (launchError) return notLaunched(launchError);
  if (!wasOpen) return new SparkifyError('kernel.start', startSentence(ending));
  const what = why === 'hung' ? 'did not answer any more and was ended' : `ended unexpectedly (${howOf(ending)})`;
  return new SparkifyError('kernel.ended', `The kernel ${what}. What was committed is kept; run the cell again.`);
}

function startSentence(ending: Ending): string {
  const { why, signal, lastWords } = ending;
  const how = howOf(ending);
  if (why === 'hung') {
    return 'The kernel did not start in time. See whether the machine is busy, and run the cell again.';
  }
  // A library that was made for another machine ends the process like this.
  if (isCrash(ending)) {
    return `The kernel crashed while it started (${how}) on ${process.platform}-${process.arch}. Sparkify runs on ${listed(platforms, 'and')}: install the build made for this platform.`;
  }
  if (signal) return `The kernel was ended while it started (${how}). Run the cell again.`;
  return `The kernel ended while it started (${how})${lastWords ? `: ${lastWords}` : ''}. Install Sparkify again.`;
}

const howOf = ({ code, signal }: Ending): string => signal ?? `exit code ${code}`;

const crashes = ['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP'];
// Windows tells them by numbers from here on.
const firstCrashCode = 0xc0000000;

const isCrash = ({ code, signal }: Ending): boolean =>
  signal ? crashes.includes(signal) : code !== null && code >= firstCrashCode;
