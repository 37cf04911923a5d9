import { writeCsv } from './csv.ts';
import { writeJson, writeNdjson } from './json.ts';
import { writeMarkdown } from './markdown.ts';
import type { Result } from './result.ts';
import { type TableOptions, writeTable } from './table.ts';

const writers = { table: writeTable, csv: writeCsv, json: writeJson, ndjson: writeNdjson, markdown: writeMarkdown };

export type ResultFormat = keyof typeof writers;

/** The result as text, piece by piece as it is read; for a statement that gives no columns nothing, or as JSON no rows. */
export async function* writeResult(
  format: ResultFormat,
  result: Result,
  options: TableOptions = {},
): AsyncGenerator<string> {
  if (result.columns.length > 0 || format === 'json') yield* writers[format](result, options);
}
