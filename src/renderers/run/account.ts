import { count, signed } from '../../base/quantity.ts';
import { visible } from '../../base/text.ts';
import type { RunPayload } from '../../output/payload.ts';
import { exportSaid, keptSaid, matchedSaid, objectsSaid, rejectsSaid } from '../../output/run-account.ts';
import type { RunSummary } from '../../pipeline/events.ts';
import { type Child, h, type Wanted } from '../frame/element.ts';
import type { Host } from '../frame/host.ts';
import { icon } from '../frame/icons.ts';
import { button } from '../frame/notes.ts';
import { checksParts } from './checks.ts';
import { factPart } from './fact.ts';

/** What an ended run has to say. */
export const accountParts = (payload: RunPayload, summary: RunSummary, host: Host | undefined): Child[] => [
  failurePart(summary, host),
  h(
    'div',
    { key: 'account', class: Object.keys(summary.tables).length > 0 ? 'account' : 'account single' },
    tablesPart(summary),
    h('div', { key: 'facts' }, ...factParts(payload, summary, host), ...checksParts(payload, summary)),
  ),
];

function failurePart({ error, status }: RunSummary, host: Host | undefined): Wanted | undefined {
  if (!error || status === 'cancelled') return undefined;
  return h(
    'div',
    { key: 'failure', class: 'failure' },
    h('p', { attributes: { dir: 'auto' } }, visible(error.message)),
    h('span', { class: 'muted code' }, error.code),
    host && button('Details', () => host.post({ type: 'openLog' })),
  );
}

function tablesPart({ tables }: RunSummary): Wanted | undefined {
  const rows = Object.entries(tables);
  if (rows.length === 0) return undefined;
  const head = (says: string, kind: string) => h('th', { class: kind, attributes: { scope: 'col' } }, says);
  return h(
    'table',
    { key: 'tables', class: 'tables' },
    h('thead', {}, h('tr', {}, head('Table', ''), head('Rows', 'number'), head('Change', 'number'))),
    h(
      'tbody',
      {},
      ...rows.map(([name, { rows: size, change = 0 }]) =>
        h(
          'tr',
          { key: name },
          h('th', { class: 'code', attributes: { scope: 'row' } }, visible(name)),
          h('td', { class: 'code number' }, count(size)),
          h('td', { class: `code number ${change < 0 ? '' : 'muted'}` }, signed(change)),
        ),
      ),
    ),
  );
}

function factParts({ warehouse }: RunPayload, summary: RunSummary, host: Host | undefined): Child[] {
  const { run, exports } = summary;
  const rejects = rejectsSaid(summary);
  const showRejects =
    host && run !== undefined
      ? button('Show Rejects', () => host.post({ type: 'openRejects', warehouse, run }))
      : undefined;
  return [
    told('Objects', objectsSaid(summary)),
    told('Matched', matchedSaid(summary)),
    rejects !== undefined && factPart('Rejects', h('span', {}, icon('warning', 'odd'), rejects), showRejects),
    told('Kept', keptSaid(summary)),
    ...exports.map(made => factPart('Exported', exportPart(made), undefined, `export ${made.uri}`)),
  ];
}

const told = (name: string, says: string | undefined): Child => says !== undefined && factPart(name, says);

const exportPart = (made: RunSummary['exports'][number]): Wanted =>
  h('span', {}, exportSaid(made), h('br'), h('span', { class: 'code' }, visible(made.uri)));
