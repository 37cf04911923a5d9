import { visible } from '../../base/text.ts';
import { excerptOf } from '../../output/excerpt.ts';
import type { ErrorPayload } from '../../output/payload.ts';
import { type Child, h, patch } from '../frame/element.ts';
import { icon } from '../frame/icons.ts';
import { button, restoredNote } from '../frame/notes.ts';
import type { Stage, View } from '../frame/renderer.ts';

/** The sentence, where in the cell it is about, and the way to the log. */
export class ErrorView implements View<ErrorPayload> {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  show(payload: ErrorPayload): void {
    const { root, host } = this.#stage;
    const { code, message, position } = payload;
    const isCancelled = code === 'cancelled';
    patch(root, [
      restoredNote(payload, host),
      h(
        'section',
        { key: 'error', class: isCancelled ? 'error cancelled' : 'error', attributes: { 'aria-label': 'Error' } },
        h(
          'p',
          { class: 'sentence', attributes: { role: 'alert' } },
          icon(isCancelled ? 'dash' : 'cross', isCancelled ? 'odd' : 'bad'),
          h('span', { attributes: { dir: 'auto' } }, visible(message)),
        ),
        ...excerptParts(payload),
        h(
          'p',
          { key: 'where', class: 'where' },
          position && h('span', {}, `Line ${position.line}, column ${position.column}`),
          h('span', { class: 'muted code' }, code),
          host && !isCancelled && button('Details', () => host.post({ type: 'openLog' })),
        ),
      ),
    ]);
  }

  close(): void {}
}

function excerptParts(payload: ErrorPayload): Child[] {
  const excerpt = excerptOf(payload);
  if (!excerpt || !payload.position) return [];
  const { before, from } = excerpt;
  // What stands before the caret is the line itself, unseen: so they meet, however wide its letters are.
  const unseen = h('span', { class: 'spacer', attributes: { 'aria-hidden': 'true' } }, before);
  return [
    h(
      'pre',
      {
        key: 'excerpt',
        class: 'code',
        attributes: { tabindex: 0, role: 'group', 'aria-label': 'The line it is about' },
      },
      h('span', { class: 'muted line' }, `${payload.position.line}`),
      h('span', {}, `${before}${from}\n`),
      h('span', { class: 'line' }),
      unseen,
      h('span', { class: 'caret bad', attributes: { 'aria-hidden': 'true' } }, '^'),
    ),
  ];
}
