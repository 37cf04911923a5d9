import { count } from '../../base/quantity.ts';
import type { ResultPayload } from '../../output/payload.ts';
import { type Child, h } from '../frame/element.ts';
import type { Host } from '../frame/host.ts';
import { icon } from '../frame/icons.ts';
import { button } from '../frame/notes.ts';
import type { ResultRows } from './result-rows.ts';

/** Why rows that should be here are not, and what to do. */
export function reachNotes(payload: ResultPayload, rows: ResultRows, reach: number, host: Host | undefined): Child[] {
  const { failure, rowCount } = rows;
  const { id, columns } = payload;
  if (columns.length === 0) return [];
  if (rowCount === 0) return [h('p', { key: 'none', class: 'note' }, 'No rows.')];
  const again = host && id !== undefined && !payload.restored;
  return [
    failure &&
      h(
        'div',
        { key: 'failure', class: 'note', attributes: { role: 'alert' } },
        icon('warning', 'odd'),
        h(
          'span',
          {},
          `Rows ${count(failure.offset + 1)} to ${count(failure.offset + failure.limit)} did not come: ${failure.sentence}`,
        ),
        button('Try Again', () => rows.retry(), 'try'),
        again && button('Run Again', () => host.post({ type: 'runAgain', output: id }), 'run'),
      ),
    reach < rowCount &&
      h(
        'div',
        { key: 'part', class: 'note' },
        `The first ${count(reach)} of ${count(rowCount)} rows ${reach < rows.reach ? 'can be scrolled to' : 'are here'}.`,
      ),
  ];
}
