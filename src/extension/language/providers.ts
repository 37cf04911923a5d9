import {
  type CancellationToken,
  CompletionItem,
  CompletionItemKind,
  Disposable,
  type DocumentFilter,
  Hover,
  languages,
  MarkdownString,
  type NotebookCell,
  type Position,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import { cellLanguages } from '../../notebook/notebook.ts';
import type { Completion } from '../../session/asked.ts';
import { notebookType } from '../notebook/notebook-type.ts';
import type { Parts } from '../parts.ts';

const ours = cellLanguages.map((language): DocumentFilter & { notebookType: string } => ({ notebookType, language }));

/** What may be written in cells, and what is written there explained. */
export const languageProviders = (parts: Parts): Disposable =>
  Disposable.from(
    languages.registerCompletionItemProvider(
      ours,
      { provideCompletionItems: (document, position, token) => complete(parts, document, position, token) },
      '.',
      '-',
      '$',
    ),
    languages.registerHoverProvider(ours, {
      provideHover: (document, position) => explain(parts, document, position),
    }),
  );

function cellOf(document: TextDocument): NotebookCell | undefined {
  for (const notebook of workspace.notebookDocuments) {
    const cell = notebook.getCells().find(each => each.document === document);
    if (cell) return cell;
  }
  return undefined;
}

/** A kernel that is there is asked; none is started because somebody types: it would take hold of the file. */
async function complete(
  { notebooks, sites }: Parts,
  document: TextDocument,
  position: Position,
  token: CancellationToken,
): Promise<CompletionItem[]> {
  const cell = cellOf(document);
  const opened = cell && notebooks.of(cell.notebook);
  const language = document.languageId === 'sql' ? 'sql' : 'sparkify';
  const text = document.getText();
  const offset = document.offsetAt(position);
  const kernel = opened?.kernel;
  const isThere = kernel?.state === 'idle' || kernel?.state === 'busy';
  const toItem = (completion: Completion, rank: number) => itemOf(completion, rank, document, offset);
  if (!opened || !kernel || !isThere || !workspace.isTrusted) {
    const { wordsFor } = await import('./words.ts');
    return wordsFor(language, text, offset).map(toItem);
  }
  const stopping = new AbortController();
  const listening = token.onCancellationRequested(() => stopping.abort());
  try {
    const { place } = await sites.bearingsOfNotebook(opened.document, opened.session, text);
    const completions = await kernel.complete({ place, language, text, offset }, stopping.signal);
    return completions.map(toItem);
  } catch {
    // Who types is not told of it; running the cell tells.
    return [];
  } finally {
    listening.dispose();
  }
}

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  table: CompletionItemKind.Struct,
  column: CompletionItemKind.Field,
  function: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  command: CompletionItemKind.Method,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  parameter: CompletionItemKind.Variable,
  cell: CompletionItemKind.Reference,
};

function itemOf(completion: Completion, rank: number, document: TextDocument, offset: number): CompletionItem {
  const { label, kind, detail, says, insert, from } = completion;
  const item = new CompletionItem(label, kinds[kind]);
  item.range = new Range(document.positionAt(from), document.positionAt(offset));
  item.insertText = insert;
  item.filterText = document.getText(item.range) === '' ? insert : label;
  // In the order in which they are given, which knows more than the alphabet.
  item.sortText = String(rank).padStart(5, '0');
  if (detail !== undefined) item.detail = detail;
  if (says !== undefined) item.documentation = says;
  return item;
}

async function explain({ standings }: Parts, document: TextDocument, position: Position): Promise<Hover | undefined> {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const parameter = document.getWordRangeAtPosition(position, /\$[A-Za-z_]\w*/);
  const cell = cellOf(document);
  if (parameter && cell) {
    const known = standings.of(cell.notebook);
    const name = document.getText(parameter).slice(1);
    const found = known && !('error' in known) ? known.standing.parameters.find(each => each.name === name) : undefined;
    const says = found ? `$${name} = ${found.value}` : `$${name} has no value yet: set ${name} = … in a sparkify cell.`;
    return new Hover(new MarkdownString().appendText(says), parameter);
  }
  const { explainCommand, explainName } = await import('./explain.ts');
  const explanation = document.languageId === 'sql' ? explainName(text, offset) : explainCommand(text, offset);
  if (!explanation) return undefined;
  const { says, from, to } = explanation;
  const paragraphs = says.map(paragraph => new MarkdownString().appendText(paragraph));
  return new Hover(paragraphs, new Range(document.positionAt(from), document.positionAt(to)));
}
