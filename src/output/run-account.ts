import { bytes, count, counted, duration } from '../base/quantity.ts';
import type { RunSummary } from '../pipeline/events.ts';

// What an ended run has to say, in the words every face uses.

/** "Run 3 succeeded" */
export function outcome({ run, status }: RunSummary): string {
  const said = status === 'unchanged' ? 'found nothing new' : status === 'cancelled' ? 'was cancelled' : status;
  return `${run === undefined ? 'The run' : `Run ${run}`} ${said}`;
}

/** Undefined where no object was looked at. */
export function objectsSaid({ objects }: RunSummary): string | undefined {
  const { listed, read, unchanged, skipped, removed } = objects;
  if (listed + read === 0) return undefined;
  const parts = [`${count(listed)} listed`, `${count(read)} read`, `${count(unchanged)} unchanged`];
  if (skipped > 0) parts.push(`${count(skipped)} skipped`);
  if (removed > 0) parts.push(`${count(removed)} removed`);
  return parts.join(', ');
}

export const rejectsSaid = ({ rejects }: RunSummary): string | undefined =>
  rejects > 0 ? `${counted(rejects, 'line')} set aside` : undefined;

export function matchedSaid({ matched, tables }: RunSummary): string | undefined {
  const plays = tables.songplays?.rows;
  return plays ? `${count(matched)} of ${counted(plays, 'play')} found their song` : undefined;
}

export const keptSaid = ({ status, objects }: RunSummary): string | undefined =>
  status === 'cancelled'
    ? `what was committed: ${counted(objects.read, 'object')} read by this run, and the last good star`
    : undefined;

export function checksSaid({ checks }: RunSummary): string | undefined {
  if (checks.length === 0) return undefined;
  const passed = checks.filter(({ status }) => status === 'passed').length;
  return `${count(passed)} of ${count(checks.length)} passed`;
}

export const exportSaid = ({ files, bytes: size }: RunSummary['exports'][number]): string =>
  `${counted(files, 'file')}, ${bytes(size)}`;

/** Steps that took time worth telling. */
export const stepsSaid = ({ steps }: RunSummary): string | undefined =>
  steps
    .filter(({ seconds }) => seconds >= 0.05)
    .map(({ name, seconds }) => `${name} ${duration(seconds)}`)
    .join(', ') || undefined;

/** So many of the rows that break a check are shown. */
export const shownFailing = 3;
