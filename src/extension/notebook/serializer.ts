import {
  type NotebookCellData as CellData,
  type Disposable,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  type NotebookDocumentContentOptions,
  type NotebookSerializer,
  workspace,
} from 'vscode';
import { isSparkifyError } from '../../base/errors.ts';
import { documentOf, fileOf } from '../../notebook/document.ts';
import type { DocumentCell, NotebookDocument } from '../../notebook/editor-data.ts';
import { problemLine, unreadableDocument } from '../../notebook/unreadable.ts';
import { notebookType } from './notebook-type.ts';

/** Outputs are no part of the file. Metadata is: it says how the file is written. Runs leave it alone. */
const options: NotebookDocumentContentOptions = { transientOutputs: true };

const serializer: NotebookSerializer = {
  async deserializeNotebook(file) {
    try {
      return dataOf(documentOf(file));
    } catch (error) {
      if (!isSparkifyError(error)) throw error;
      const problem = problemLine(error);
      // The editor would go on with the notebook it had, and a save would write over the file without a word.
      if (await isOpen(file)) return dataOf(unreadableDocument(file, problem));
      throw new Error(problem, { cause: error });
    }
  },
  serializeNotebook: ({ cells, metadata = {} }) => fileOf({ cells: cells.map(documentCell), metadata }),
};

export const registerSerializer = (): Disposable =>
  workspace.registerNotebookSerializer(notebookType, serializer, options);

/** Whether this is the file of a notebook that is open, and is being read again. */
async function isOpen(file: Uint8Array): Promise<boolean> {
  const open = workspace.notebookDocuments.filter(each => each.notebookType === notebookType && !each.isUntitled);
  const files = await Promise.allSettled(open.map(({ uri }) => workspace.fs.readFile(uri)));
  return files.some(each => each.status === 'fulfilled' && Buffer.compare(each.value, file) === 0);
}

function dataOf({ cells, metadata }: NotebookDocument): NotebookData {
  const data = new NotebookData(cells.map(cellData));
  data.metadata = { ...metadata };
  return data;
}

function cellData({ kind, languageId, text, metadata }: DocumentCell): NotebookCellData {
  const cell = new NotebookCellData(
    kind === 'markdown' ? NotebookCellKind.Markup : NotebookCellKind.Code,
    text,
    languageId,
  );
  cell.metadata = { ...metadata };
  return cell;
}

const documentCell = ({ kind, languageId, value, metadata = {} }: CellData): DocumentCell => ({
  kind: kind === NotebookCellKind.Markup ? 'markdown' : 'code',
  languageId,
  text: value,
  metadata,
});
