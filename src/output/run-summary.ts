import type { SparkifyError } from '../base/errors.ts';
import { noPaint, type Paint } from '../base/paint.ts';
import { count, counted, duration, signed } from '../base/quantity.ts';
import { columns, visible } from '../base/text.ts';
import type { RunSummary } from '../pipeline/events.ts';
import {
  checksSaid,
  exportSaid,
  keptSaid,
  matchedSaid,
  objectsSaid,
  outcome,
  rejectsSaid,
  shownFailing,
  stepsSaid,
} from './run-account.ts';

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

function headline(summary: RunSummary, paint: Paint): string {
  const { status, seconds, error } = summary;
  const colour = { succeeded: paint.green, unchanged: paint.green, failed: paint.red, cancelled: paint.yellow }[status];
  const line = `${colour(outcome(summary))} after ${duration(seconds)}.`;
  return error && status !== 'cancelled' ? `${line}\n${error.message}` : line;
}

function facts(summary: RunSummary): string[] {
  const rejects = rejectsSaid(summary);
  const said = {
    objects: objectsSaid(summary),
    rejects: rejects && `${rejects}: sparkify rejects --run ${summary.run}`,
    matched: matchedSaid(summary),
    steps: stepsSaid(summary),
    kept: keptSaid(summary),
  };
  return columns(Object.entries(said).flatMap(([name, says]) => (says === undefined ? [] : [[name, says]])));
}

function tableLines({ tables }: RunSummary): string[] {
  const rows = Object.entries(tables).map(([name, { rows, change }]) => [name, count(rows), signed(change ?? 0)]);
  return rows.length === 0 ? [] : columns([['table', 'rows', 'change'], ...rows], [1, 2]);
}

function checkLines(summary: RunSummary, paint: Paint): string[] {
  const said = checksSaid(summary);
  if (said === undefined) return [];
  const lines = [`checks  ${said}`];
  for (const { name, status, failing, rows } of summary.checks) {
    if (status === 'passed') continue;
    lines.push(`  ${paint[status === 'failed' ? 'red' : 'yellow'](status)}  ${name}: ${counted(failing, 'row')}`);
    for (const row of rows.slice(0, shownFailing)) lines.push(paint.dim(`          ${visible(JSON.stringify(row))}`));
  }
  return lines;
}

const exportLines = ({ exports }: RunSummary): string[] =>
  exports.map(made => `exported ${exportSaid(made)}, to ${made.uri}`);

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
