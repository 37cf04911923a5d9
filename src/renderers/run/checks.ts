import { count, counted } from '../../base/quantity.ts';
import { visible } from '../../base/text.ts';
import type { RunPayload } from '../../output/payload.ts';
import { checksSaid, shownFailing } from '../../output/run-account.ts';
import type { CheckResult, RunSummary } from '../../pipeline/events.ts';
import { type Child, h, type Wanted } from '../frame/element.ts';
import { icon } from '../frame/icons.ts';
import { factPart } from './fact.ts';

type Check = RunSummary['checks'][number];

/** How many passed, and which; those that did not are open, with the first rows that fail. */
export function checksParts({ state }: RunPayload, summary: RunSummary): Child[] {
  const said = checksSaid(summary);
  if (said === undefined) return [];
  const passed = summary.checks.filter(({ status }) => status === 'passed');
  const others = summary.checks.filter(({ status }) => status !== 'passed');
  return [
    factPart('Checks', passed.length === 0 ? said : folded(said, passed)),
    ...others.map(check => failingPart(check, state.failing.find(({ name }) => name === check.name)?.says)),
  ];
}

const folded = (said: string, checks: readonly Check[]): Wanted =>
  h(
    'details',
    {},
    h('summary', {}, said, icon('chevron', 'muted')),
    h('ul', { class: 'muted code' }, ...checks.map(({ name }) => h('li', { key: name }, visible(name)))),
  );

function failingPart({ name, status, failing, rows }: Check, says: string | undefined): Wanted {
  const shown = rows.slice(0, shownFailing);
  const hasFailed = status === 'failed';
  return h(
    'details',
    { key: `failing ${name}`, class: 'failing', initially: { open: '' } },
    h(
      'summary',
      {},
      icon(hasFailed ? 'cross' : 'warning', hasFailed ? 'bad' : 'odd'),
      h('span', {}, `${visible(name)} ${status}: ${counted(failing, 'row')}`),
      icon('chevron', 'muted'),
    ),
    says !== undefined && h('p', { key: 'says', class: 'muted' }, visible(says)),
    shown.length > 0 && rowsPart(shown),
    shown.length > 0 &&
      shown.length < failing &&
      h('p', { key: 'more', class: 'muted' }, `The first ${count(shown.length)} of ${count(failing)}.`),
  );
}

function rowsPart(rows: CheckResult['rows']): Wanted {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))];
  return h(
    'div',
    { key: 'rows', class: 'rows', attributes: { tabindex: 0, role: 'group', 'aria-label': 'Rows that fail' } },
    h(
      'table',
      { class: 'code' },
      h('thead', {}, h('tr', {}, ...columns.map(name => h('th', { attributes: { scope: 'col' } }, visible(name))))),
      h('tbody', {}, ...rows.map(row => h('tr', {}, ...columns.map(name => cell(row[name]))))),
    ),
  );
}

function cell(value: unknown): Wanted {
  if (value === null || value === undefined) return h('td', { class: 'null' }, 'NULL');
  const says = typeof value === 'string' ? value : JSON.stringify(value);
  return h('td', { class: typeof value === 'number' ? 'number' : '', attributes: { dir: 'auto' } }, visible(says));
}
