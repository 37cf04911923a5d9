import { type NotebookCell, NotebookCellKind, type NotebookDocument } from 'vscode';
import { cellOf } from '../../notebook/document.ts';
import { namesOf } from '../../notebook/names.ts';

/** Under which name later cells can query what each of them found. Of several with one name the first has it. */
export function namesIn(notebook: NotebookDocument): Map<NotebookCell, string> {
  const cells = notebook.getCells();
  const names = namesOf(
    cells.map(({ kind, document, metadata }) =>
      cellOf({
        kind: kind === NotebookCellKind.Markup ? 'markdown' : 'code',
        languageId: document.languageId,
        text: document.getText(),
        metadata,
      }),
    ),
  );
  return new Map(cells.flatMap((cell, i) => (names[i] === undefined ? [] : [[cell, names[i]]])));
}

export const nameOf = (cell: NotebookCell): string | undefined => namesIn(cell.notebook).get(cell);
