import type { TextPayload } from '../../output/payload.ts';
import { h, patch } from '../frame/element.ts';
import { restoredNote } from '../frame/notes.ts';
import { rendererOf } from '../frame/renderer.ts';
import style from './text.css';

export const activate = rendererOf('text', style, ({ root, host }) => ({
  show: (payload: TextPayload) => patch(root, [restoredNote(payload, host), h('pre', { class: 'code' }, payload.text)]),
  close: () => undefined,
}));
