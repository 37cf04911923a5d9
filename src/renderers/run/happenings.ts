import { counted } from '../../base/quantity.ts';
import { visible } from '../../base/text.ts';
import type { RunPayload } from '../../output/payload.ts';
import { type Child, h, type Wanted } from '../frame/element.ts';
import { icon } from '../frame/icons.ts';

/** What is worth a look while the run goes on; below the steps, which keep their places. */
export function happenings({ state, warnings, summary }: RunPayload): Wanted | undefined {
  const { reject, failing } = state;
  const lines: Child[] = warnings.map((warning, i) => line(`w${i}`, 'odd', `Warning: ${warning}`));
  if (!summary) {
    for (const { name, status, failing: rows } of failing) {
      lines.push(line(`c${name}`, status === 'failed' ? 'bad' : 'odd', `${name} ${status}: ${counted(rows, 'row')}`));
    }
    if (reject) lines.push(line('r', 'odd', `Set aside: ${reject.reason} (${reject.object}:${reject.line})`));
  }
  if (lines.length === 0) return undefined;
  return h('ul', { key: 'happenings', class: 'happenings', attributes: { role: 'list' } }, ...lines);
}

const line = (key: string, colour: string, says: string): Wanted =>
  h('li', { key }, icon('warning', colour), h('span', { attributes: { dir: 'auto' } }, visible(says)));
