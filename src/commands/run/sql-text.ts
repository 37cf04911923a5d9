import { readFile } from 'node:fs/promises';
import { SparkifyError } from '../../base/errors.ts';
import { displayWidth } from '../../base/text.ts';
import type { OptionsOf } from '../command.ts';
import type { sql } from '../sql.ts';
import type { Context } from './context.ts';

/** The statements: from the command line, a file or standard input. */
export async function statementText(options: OptionsOf<typeof sql>, context: Context): Promise<string> {
  const { query, file } = options;
  if (query !== undefined && file !== undefined) {
    throw new SparkifyError('usage.option', 'Give the statements themselves or --file, not both.');
  }
  if (query === '-') return context.readInput();
  if (query !== undefined) return query;
  if (file === undefined) {
    throw new SparkifyError(
      'usage.option',
      'What to ask? sparkify sql "SELECT …", --file FILE, or - for standard input.',
    );
  }
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw new SparkifyError('usage.option', `${file} cannot be read: ${cause.message}.`, { cause });
  });
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A position in a part of the text, as one in the whole. */
export function positionInWhole(text: string, offset: number, { line, column }: Position): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length + line - 1, column: line === 1 ? before.at(-1)!.length + column : column };
}

/** The line in question with a caret beneath, and the one above it. */
export function excerpt(text: string, { line, column }: Position): string {
  const lines = text.split('\n').map(each => each.replaceAll('\t', ' '));
  const width = String(line).length;
  const numbered = (at: number) => `${String(at).padStart(width)} | ${lines[at - 1] ?? ''}`;
  const caret = `${' '.repeat(width)} | ${' '.repeat(displayWidth((lines[line - 1] ?? '').slice(0, column - 1)))}^`;
  return [...(line > 1 ? [numbered(line - 1)] : []), numbered(line), caret].join('\n');
}
