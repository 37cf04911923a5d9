import { count, counted, duration, signed } from '../base/quantity.ts';
import { visible } from '../base/text.ts';
import type { RunSummary } from '../pipeline/events.ts';
import type { Plan } from '../pipeline/plan.ts';
import { type Html, html } from './html.ts';
import type { RunPayload } from './payload.ts';
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
import { progressParts, shareDone, stateSaid } from './run-progress.ts';
import type { RunState, StepState } from './run-state.ts';

export function runHtml({ state, warnings, atMs, summary, plan }: RunPayload): Html {
  const warned =
    warnings.length > 0 ? html`<ul>${warnings.map(each => html`<li>warning: ${visible(each)}</li>`)}</ul>\n` : '';
  const shown = plan ? planHtml(plan) : summary ? summaryHtml(summary) : liveHtml(state, atMs);
  return html`${warned}${shown}`;
}

const liveHtml = ({ steps, reject, failing }: RunState, atMs: number) => html`<table>
${steps.map(step => stepHtml(step, atMs))}</table>
${reject && html`<p>set aside: ${visible(`${reject.reason} (${reject.object}:${reject.line})`)}</p>\n`}${failing.map(
  check => html`<p>${visible(check.name)} ${check.status}: ${counted(check.failing, 'row')}</p>\n`,
)}`;

function stepHtml(step: StepState, atMs: number): Html {
  const share = shareDone(step);
  const bar =
    step.state === 'started' && share !== undefined ? html`<progress value="${share.toFixed(3)}"></progress>` : '';
  return html`<tr><th scope="row" style="text-align:left">${step.name}</th><td>${stateSaid[step.state]}</td><td>${bar}</td><td>${visible(stepSaid(step, atMs))}</td></tr>\n`;
}

function stepSaid(step: StepState, atMs: number): string {
  if (step.state === 'waiting') return '';
  if (step.state === 'started') return progressParts(step, atMs).join(' · ');
  return [duration(step.seconds ?? 0), step.note].filter(Boolean).join('  ');
}

function summaryHtml(summary: RunSummary): Html {
  const { status, seconds, error, exports } = summary;
  const rejects = rejectsSaid(summary);
  const facts = Object.entries({
    objects: objectsSaid(summary),
    rejects: rejects && html`${rejects}: <code>sparkify rejects --run ${summary.run}</code>`,
    matched: matchedSaid(summary),
    steps: stepsSaid(summary),
    kept: keptSaid(summary),
  }).flatMap(([name, says]) => (says === undefined ? [] : [{ name, says }]));
  return html`<p><strong>${outcome(summary)}</strong> after ${duration(seconds)}.</p>
${error && status !== 'cancelled' ? html`<p>${visible(error.message)} <small><code>${error.code}</code></small></p>\n` : ''}${
  facts.length > 0 ? html`<dl>${facts.map(({ name, says }) => html`<dt>${name}</dt><dd>${says}</dd>`)}</dl>\n` : ''
}${tablesHtml(summary)}${checksHtml(summary)}${exports.map(
  made => html`<p>exported ${exportSaid(made)}, to <code>${visible(made.uri)}</code></p>\n`,
)}`;
}

function tablesHtml({ tables }: RunSummary): Html | string {
  const rows = Object.entries(tables);
  if (rows.length === 0) return '';
  const number = 'text-align:right';
  return html`<table>
<thead><tr><th scope="col" style="text-align:left">table</th><th scope="col" style="${number}">rows</th><th scope="col" style="${number}">change</th></tr></thead>
<tbody>
${rows.map(
  ([name, table]) =>
    html`<tr><th scope="row" style="text-align:left">${visible(name)}</th><td style="${number}">${count(table.rows)}</td><td style="${number}">${signed(table.change ?? 0)}</td></tr>\n`,
)}</tbody>
</table>
`;
}

function checksHtml(summary: RunSummary): Html | string {
  const said = checksSaid(summary);
  if (said === undefined) return '';
  const open = summary.checks.filter(({ status }) => status !== 'passed');
  return html`<p>checks: ${said}</p>
${open.map(
  ({
    name,
    status,
    failing,
    rows,
  }) => html`<details open><summary>${status} ${visible(name)}: ${counted(failing, 'row')}</summary>
${rows.slice(0, shownFailing).map(row => html`<div><code>${visible(JSON.stringify(row))}</code></div>\n`)}</details>
`,
)}`;
}

const planHtml = ({ steps }: Plan) => html`<dl>
${steps.map(
  ({ name, does, details }) =>
    html`<dt>${name}</dt><dd>${visible(does)}${details.map(each => html`<br><small>${visible(each)}</small>`)}</dd>\n`,
)}</dl>
`;
