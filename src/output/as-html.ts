import { displayWidth, visible } from '../base/text.ts';
import { excerptOf } from './excerpt.ts';
import { type Html, html } from './html.ts';
import type { ErrorPayload, Payload } from './payload.ts';
import { resultHtml } from './result/html.ts';
import { runHtml } from './run-html.ts';
import { restoredSaid, whereSaid } from './said.ts';

/** What a cell shows, as a piece of HTML without script or style sheet, for any viewer. */
export function htmlOf(payload: Payload): string {
  const note = payload.restored && html`<p><em>${restoredSaid(payload.restored)}</em></p>\n`;
  return String(html`<div>${note}${ofItself(payload)}</div>\n`);
}

function ofItself(payload: Payload): Html {
  switch (payload.kind) {
    case 'result':
      return resultHtml(payload);
    case 'run':
      return runHtml(payload);
    case 'error':
      return errorHtml(payload);
    case 'text':
      return html`<pre>${payload.text}</pre>`;
  }
}

function errorHtml(payload: ErrorPayload): Html {
  const excerpt = excerptOf(payload);
  const shown =
    excerpt &&
    html`<pre>${excerpt.before}${excerpt.from}
${' '.repeat(displayWidth(excerpt.before))}^</pre>
`;
  return html`<p><strong>${visible(payload.message)}</strong></p>
${shown}<p><small><code>${whereSaid(payload)}</code></small></p>`;
}
