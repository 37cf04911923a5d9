import { textOf } from './as-text.ts';
import { cutCell } from './long-text.ts';
import type { Payload, ResultPayload } from './payload.ts';
import { markdownTable } from './result/markdown.ts';
import { isPlan } from './result/result.ts';
import { partSaid, restoredSaid, resultSaid } from './said.ts';

/** What a cell shows, as Markdown: a result as a table, all else as the text it is. */
export function markdownOf(payload: Payload): string {
  const isTable = payload.kind === 'result' && payload.columns.length > 0 && !isPlan(payload.columns);
  return isTable ? resultMarkdown(payload) : fenced(textOf(payload));
}

function resultMarkdown(payload: ResultPayload): string {
  const { columns, rows, effects, restored } = payload;
  const note = restored ? `${restoredSaid(restored)}\n\n` : '';
  const done = effects.length > 0 ? `${fenced(effects.join('\n'))}\n` : '';
  const said = [resultSaid(payload), partSaid(payload)].filter(Boolean).join('; ');
  return `${note}${done}${markdownTable(
    columns,
    rows.map(row => row.map(cutCell)),
  )}\n${said}\n`;
}

/** No line of the text ends the fence. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}\n`;
}
