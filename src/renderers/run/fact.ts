import { h, type Wanted } from '../frame/element.ts';

/** A name and what there is to say of it; beside it, perhaps, something to do. */
export const factPart = (name: string, says: string | Wanted, action?: Wanted, key = name): Wanted =>
  h('div', { key, class: 'fact' }, h('span', { class: 'muted' }, name), h('div', { class: 'says' }, says), action);
