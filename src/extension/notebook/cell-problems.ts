import {
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  languages,
  type NotebookCell,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import type { ErrorPayload, Payload } from '../../output/payload.ts';

/** Errors of cells, underlined where they lie, until the cell is edited or runs again. */
export class CellProblems implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('sparkify');
  readonly #listening: Disposable;

  constructor() {
    this.#listening = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#collection.delete(document.uri);
    });
  }

  show({ document }: NotebookCell, payloads: readonly Payload[]): void {
    const errors = payloads.filter(payload => payload.kind === 'error');
    this.#collection.set(
      document.uri,
      errors.flatMap(error => diagnosticOf(error, document)),
    );
  }

  clear({ document }: NotebookCell): void {
    this.#collection.delete(document.uri);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#collection.dispose();
  }
}

function diagnosticOf({ position, message, code }: ErrorPayload, document: TextDocument): Diagnostic[] {
  if (!position) return [];
  const start = document.validatePosition(document.positionAt(0).translate(position.line - 1, position.column - 1));
  const end = document.lineAt(start.line).range.end;
  const word = document.getWordRangeAtPosition(start);
  const range = new Range(start, word?.end ?? (start.isBefore(end) ? start.translate(0, 1) : end));
  const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Error);
  diagnostic.source = 'Sparkify';
  diagnostic.code = code;
  return [diagnostic];
}
