import { NotebookCellOutput, NotebookCellOutputItem } from 'vscode';
import { htmlOf } from '../../output/as-html.ts';
import { textOf } from '../../output/as-text.ts';
import { jsonText } from '../../output/json-text.ts';
import { mimeTypes, type Payload } from '../../output/payload.ts';

/** The payload for our own renderers, and the same for every other viewer. */
export const itemsOf = (payload: Payload): NotebookCellOutputItem[] => [
  NotebookCellOutputItem.text(jsonText(payload), mimeTypes[payload.kind]),
  NotebookCellOutputItem.text(htmlOf(payload), 'text/html'),
  NotebookCellOutputItem.text(textOf(payload), 'text/plain'),
];

export const outputOf = (payload: Payload): NotebookCellOutput =>
  new NotebookCellOutput(itemsOf(payload), payload.restored && { restored: payload.restored });

export const outputsOf = (payloads: readonly Payload[]): NotebookCellOutput[] => payloads.map(outputOf);

/** The results that the kernel holds for outputs. */
export const resultsIn = (payloads: readonly Payload[]): string[] =>
  payloads.flatMap(payload => (payload.kind === 'result' && payload.id !== undefined ? [payload.id] : []));
