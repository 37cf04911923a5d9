import { count } from '../../base/quantity.ts';
import { visible } from '../../base/text.ts';
import { h, type Wanted } from '../frame/element.ts';
import { button } from '../frame/notes.ts';

/** A cell whose whole text is shown. */
export interface OpenCell {
  readonly name: string;
  readonly type: string;
  readonly row: number;
  readonly text: string | null;
}

/** More would keep the page from answering while it is laid out. */
const mostLetters = 100_000;

export function openCellPart({ name, type, row, text }: OpenCell, close: () => void): Wanted {
  const closeOnEscape = (event: Event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  const where = `${visible(name)}, row ${count(row + 1)}`;
  const rest = (text?.length ?? 0) - mostLetters;
  return h(
    'section',
    { key: 'open', class: 'open', attributes: { 'aria-label': where }, on: { keydown: closeOnEscape } },
    h(
      'div',
      { class: 'note' },
      h('strong', {}, where),
      h('span', { class: 'code' }, type.toLowerCase()),
      h('span', { class: 'space' }),
      text !== null && button('Copy', () => void navigator.clipboard.writeText(text), 'copy'),
      button('Close', close, 'close'),
    ),
    h(
      'pre',
      { class: text ? 'code' : 'code null', attributes: { tabindex: 0, dir: 'auto' } },
      text === null ? 'NULL' : text === '' ? 'Empty text' : text.slice(0, mostLetters),
    ),
    rest > 0 && h('p', { key: 'rest', class: 'note' }, `And ${count(rest)} letters more; Copy takes them all.`),
  );
}
