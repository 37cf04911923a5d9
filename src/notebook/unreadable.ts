import { SparkifyError } from '../base/errors.ts';
import type { DocumentCell, NotebookDocument } from './editor-data.ts';

/** What is wrong and where, as one line: an editor shows no more of an error. */
export function problemLine(error: SparkifyError): string {
  const { line, column } = error.position ?? { line: 1, column: 1 };
  return `Line ${line}, column ${column}: ${error.message} (${error.code})`;
}

/** Stands in for the notebook of a file that has become unreadable while it was open. The file itself, in base64, goes with it. */
export const unreadableDocument = (file: Uint8Array, problem: string): NotebookDocument => ({
  cells: [problemCell(problem)],
  metadata: { unreadable: Buffer.from(file).toString('base64'), problem },
});

/** Takes the metadata of the stand-in away. */
export const readable = { unreadable: null, problem: null };

const problemCell = (problem: string): DocumentCell => ({
  kind: 'markdown',
  languageId: 'markdown',
  text: `**This file has changed and cannot be read as a notebook.**\n\n    ${problem}\n\nOpen it as text to mend it; then the notebook comes back.`,
  metadata: {},
});

/** The file that the stand-in stands for. Nothing typed into it may take the file's place. */
export function fileBehind({ cells, metadata: { problem } }: NotebookDocument, file: string): Uint8Array {
  const [cell] = cells;
  if (cells.length !== 1 || cell?.text !== problemCell(String(problem)).text) {
    throw new SparkifyError(
      'notebook.format',
      'The file cannot be read as a notebook, and nothing is written over it. Mend it as text.',
    );
  }
  return Buffer.from(file, 'base64');
}
