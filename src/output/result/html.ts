import type { ResultColumn, TextCell } from '../../base/cell.ts';
import { visible } from '../../base/text.ts';
import { type Html, html } from '../html.ts';
import { cutText } from '../long-text.ts';
import type { ResultPayload } from '../payload.ts';
import { partSaid, resultSaid } from '../said.ts';
import { drawings, isNumeric, isPlan } from './result.ts';

export function resultHtml(payload: ResultPayload): Html {
  const { columns, rows, effects } = payload;
  const done = effects.length > 0 ? html`<ul>${effects.map(effect => html`<li>${visible(effect)}</li>`)}</ul>\n` : '';
  const said = [resultSaid(payload), partSaid(payload)].filter(Boolean).join('; ');
  const shown = columns.length === 0 ? '' : isPlan(columns) ? drawingsHtml(rows) : tableHtml(columns, rows);
  return html`${done}${shown}<p><small>${said}</small></p>`;
}

const drawingsHtml = (rows: ResultPayload['rows']) => drawings(rows).map(drawing => html`<pre>${drawing}</pre>\n`);

const tableHtml = (columns: readonly ResultColumn[], rows: ResultPayload['rows']) => html`<table>
<thead><tr>${columns.map(headHtml)}</tr></thead>
<tbody>
${rows.map(row => html`<tr>${row.map((cell, i) => cellHtml(cell, columns[i]))}</tr>\n`)}</tbody>
</table>
`;

const headHtml = (column: ResultColumn) =>
  html`<th scope="col" style="${alignment(column)}">${visible(column.name)}<br><small>${visible(column.type)}</small></th>`;

const cellHtml = (cell: TextCell, column: ResultColumn | undefined) =>
  html`<td dir="auto" style="${alignment(column)}">${cell === null ? html`<em>NULL</em>` : visible(cutText(cell))}</td>`;

const alignment = (column: ResultColumn | undefined) => `text-align:${column && isNumeric(column) ? 'right' : 'left'}`;
