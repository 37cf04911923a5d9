import { displayWidth, visible } from '../base/text.ts';
import { excerptOf } from './excerpt.ts';
import { cutCell } from './long-text.ts';
import type { ErrorPayload, Payload, ResultPayload, RunPayload } from './payload.ts';
import { tableText } from './result/table.ts';
import { liveLines } from './run-live.ts';
import { planText } from './run-plan.ts';
import { summaryText } from './run-summary.ts';
import { partSaid, restoredSaid, resultSaid, whereSaid } from './said.ts';

/** Where the reader's window is not known. */
const width = 100;

/** What a cell shows, as text for whoever cannot draw it. */
export function textOf(payload: Payload): string {
  const note = payload.restored ? `${restoredSaid(payload.restored)}\n\n` : '';
  const told = ofItself(payload);
  return note + (payload.kind === 'text' ? told : told.split('\n').map(visible).join('\n'));
}

function ofItself(payload: Payload): string {
  switch (payload.kind) {
    case 'result':
      return resultText(payload);
    case 'run':
      return runText(payload);
    case 'error':
      return errorText(payload);
    case 'text':
      return payload.text;
  }
}

function resultText(payload: ResultPayload): string {
  const { columns, rows, effects } = payload;
  const done = effects.map(effect => `${visible(effect)}\n`).join('');
  const table =
    columns.length > 0
      ? tableText(
          columns,
          rows.map(row => row.map(cutCell)),
        )
      : '';
  const said = [resultSaid(payload), partSaid(payload)].filter(Boolean).join('; ');
  return `${[done, table].filter(Boolean).join('\n')}(${said})\n`;
}

function runText({ state, warnings, atMs, summary, plan }: RunPayload): string {
  const warned = warnings.map(warning => `warning: ${visible(warning)}\n`).join('');
  if (plan) return warned + planText(plan);
  return warned + (summary ? summaryText(summary) : `${liveLines(state, width, atMs).join('\n')}\n`);
}

function errorText(payload: ErrorPayload): string {
  const excerpt = excerptOf(payload);
  const shown = excerpt ? `\n  ${excerpt.before}${excerpt.from}\n  ${' '.repeat(displayWidth(excerpt.before))}^\n` : '';
  return `${payload.message}\n${shown}\n(${whereSaid(payload)})\n`;
}
