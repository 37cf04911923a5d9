import type { Payload } from '../../output/payload.ts';
import { restoredSaid } from '../../output/said.ts';
import { h, type Wanted } from './element.ts';
import type { Host } from './host.ts';

export const button = (says: string, click: () => void, key?: string): Wanted =>
  h('button', { key, attributes: { type: 'button' }, on: { click } }, says);

/** What is said above an output of an earlier session. */
export function restoredNote({ restored }: Payload, host: Host | undefined): Wanted | undefined {
  if (!restored) return undefined;
  const again = host && button('Run Again', () => host.post({ type: 'runAgain', output: restored.key }));
  return h('div', { key: 'restored', class: 'note' }, h('span', {}, restoredSaid(restored)), again);
}
