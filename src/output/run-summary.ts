import type { SparkifyError } from '../base/errors.ts';
import { noPaint, type Paint } from '../base/paint.ts';
import { bytes, count, counted, duration, signed } from '../base/quantity.ts';
import { columns, visible } from '../base/text.ts';
import type { RunSummary } from '../pipeline/events.ts';

/** The account of a run as a person reads it. */
export function summaryText(summary: RunSummary, paint: Paint = noPaint): string {
  const blocks = [
    [headline(summary, paint)],
    facts(summary),
    tableLines(summary),
    checkLines(summary, paint),
    exportLines(summary),
  ];
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`;
}

function headline({ run, status, seconds, error }: RunSummary, paint: Paint): string {
  const colour = { succeeded: paint.green, unchanged: paint.green, failed: paint.red, cancelled: paint.yellow }[status];
  const said = status === 'unchanged' ? 'found nothing new' : status === 'cancelled' ? 'was cancelled' : status;
  const name = run === undefined ? 'The run' : `Run ${run}`;
  const line = `${colour(`${name} ${said}`)} after ${duration(seconds)}.`;
  return error && status !== 'cancelled' ? `${line}\n${error.message}` : line;
}

function facts({ run, status, objects, rejects, matched, tables, steps }: RunSummary): string[] {
  const rows: string[][] = [];
  const { listed, read, unchanged, skipped, removed } = objects;
  if (listed + read > 0) {
    const parts = [`${count(listed)} listed`, `${count(read)} read`, `${count(unchanged)} unchanged`];
    if (skipped > 0) parts.push(`${count(skipped)} skipped`);
    if (removed > 0) parts.push(`${count(removed)} removed`);
    rows.push(['objects', parts.join(', ')]);
  }
  if (rejects > 0) rows.push(['rejects', `${counted(rejects, 'line')} set aside: sparkify rejects --run ${run}`]);
  const plays = tables.songplays?.rows;
  if (plays) rows.push(['matched', `${count(matched)} of ${counted(plays, 'play')} found their song`]);
  const tookTime = steps.filter(({ seconds }) => seconds >= 0.05);
  if (tookTime.length > 0) {
    rows.push(['steps', tookTime.map(({ name, seconds }) => `${name} ${duration(seconds)}`).join(', ')]);
  }
  if (status === 'cancelled') {
    rows.push(['kept', `what was committed: ${counted(read, 'object')} read by this run, and the last good star`]);
  }
  return columns(rows);
}

function tableLines({ tables }: RunSummary): string[] {
  const rows = Object.entries(tables).map(([name, { rows, change }]) => [name, count(rows), signed(change ?? 0)]);
  return rows.length === 0 ? [] : columns([['table', 'rows', 'change'], ...rows], [1, 2]);
}

function checkLines({ checks }: RunSummary, paint: Paint): string[] {
  if (checks.length === 0) return [];
  const passed = checks.filter(({ status }) => status === 'passed').length;
  const lines = [`checks  ${count(passed)} of ${count(checks.length)} passed`];
  for (const { name, status, failing, rows } of checks) {
    if (status === 'passed') continue;
    lines.push(`  ${paint[status === 'failed' ? 'red' : 'yellow'](status)}  ${name}: ${counted(failing, 'row')}`);
    for (const row of rows.slice(0, 3)) lines.push(paint.dim(`          ${visible(JSON.stringify(row))}`));
  }
  return lines;
}

const exportLines = ({ exports }: RunSummary): string[] =>
  exports.map(({ uri, files, bytes: size }) => `exported ${counted(files, 'file')}, ${bytes(size)}, to ${uri}`);

/** The account of a run that ended before the pipeline began. */
export const failedSummary = ({ code, message }: SparkifyError, seconds: number): RunSummary => ({
  status: code === 'cancelled' ? 'cancelled' : 'failed',
  seconds,
  objects: { listed: 0, skipped: 0, read: 0, unchanged: 0, removed: 0 },
  rejects: 0,
  tables: {},
  matched: 0,
  checks: [],
  steps: [],
  exports: [],
  error: { code, message },
});
