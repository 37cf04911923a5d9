import { count, milliseconds } from '../../base/quantity.ts';
import { visible } from '../../base/text.ts';
import type { ResultPayload } from '../../output/payload.ts';
import { h, type Wanted } from '../frame/element.ts';
import type { ResultRows } from './result-rows.ts';

/** "100,000 rows × 10 · 38 ms" */
export function barPart({ name, columns, elapsedMs }: ResultPayload, { rowCount, isLoading }: ResultRows): Wanted {
  const hasColumns = columns.length > 0;
  return h(
    'div',
    { key: 'bar', class: hasColumns ? 'bar headed' : 'bar' },
    name !== undefined && h('span', { class: 'code' }, visible(name)),
    hasColumns && h('strong', {}, count(rowCount)),
    h(
      'span',
      { class: 'muted' },
      `${hasColumns ? `${rowCount === 1 ? 'row' : 'rows'} × ${count(columns.length)} · ` : ''}${milliseconds(elapsedMs)}`,
    ),
    h('span', { class: 'muted loading', attributes: { role: 'status' } }, isLoading ? 'Loading rows…' : ''),
  );
}

const mostOpen = 4;

/** What each statement did; many of them fold. */
export function effectsPart({ columns, effects }: ResultPayload): Wanted | undefined {
  // Of a statement alone that gave rows, the bar says how many.
  if (effects.length === 0 || (effects.length === 1 && columns.length > 0)) return undefined;
  const list = h(
    'ul',
    { class: 'effects', attributes: { 'aria-label': 'What was done' } },
    ...effects.map(effect => h('li', { attributes: { dir: 'auto' } }, visible(effect))),
  );
  if (effects.length <= mostOpen) return list;
  return h('details', { key: 'effects' }, h('summary', {}, `${count(effects.length)} statements`), list);
}
