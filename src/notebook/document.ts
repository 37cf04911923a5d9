import { decode } from './decode.ts';
import type { DocumentCell, Metadata, NotebookDocument } from './editor-data.ts';
import { type Attributes, type Cell, isCellLanguage, type Notebook, type Written } from './notebook.ts';
import { parse } from './parse.ts';
import { fenced } from './pieces.ts';
import { print } from './print.ts';
import { fileBehind, readable } from './unreadable.ts';

export function documentOf(file: Uint8Array): NotebookDocument {
  const { cells, ...rest } = parse(decode(file));
  return { cells: cells.map(documentCell), metadata: { ...nothingSaid, ...rest } };
}

/** When a file is read again, an editor lays the metadata over what it had: what is no more must say so. */
const nothingSaid: Metadata = { frontMatter: null, bom: null, eol: null, end: null, ...readable };

export function fileOf(document: NotebookDocument): Uint8Array {
  const { cells, metadata } = document;
  if (typeof metadata.unreadable === 'string') return fileBehind(document, metadata.unreadable);
  return new TextEncoder().encode(print({ ...notebookWith(metadata), cells: cells.map(cellOf) }));
}

function documentCell(cell: Cell): DocumentCell {
  const written = cell.written ? { written: cell.written } : {};
  if (cell.kind === 'markdown') return { kind: 'markdown', languageId: 'markdown', text: cell.text, metadata: written };
  const { language, text, attributes } = cell;
  const said = Object.keys(attributes).length === 0 ? {} : { attributes };
  return { kind: 'code', languageId: language, text, metadata: { ...said, ...written } };
}

/** The cell that an editor holds. Code in another language is prose to us: a fence that Markdown shows and nobody runs. */
export function cellOf({ kind, languageId, text, metadata }: DocumentCell): Cell {
  const attributes = attributesIn(metadata);
  const written = writtenIn(metadata.written);
  if (kind === 'markdown') return { kind, text, ...written };
  if (isCellLanguage(languageId)) return { kind, language: languageId, text, attributes, ...written };
  return { kind: 'markdown', text: fenced({ language: languageId, text, attributes }) };
}

/** What is said on the cell's fence. Anybody may write metadata: what is no text is passed over. */
export const attributesIn = (metadata: Metadata): Attributes =>
  Object.fromEntries(
    Object.entries(isObject(metadata.attributes) ? metadata.attributes : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

function writtenIn(written: unknown): { written?: Written } {
  if (!isObject(written)) return {};
  const { lead, body } = written;
  return {
    written: { ...(typeof lead === 'string' ? { lead } : {}), ...(typeof body === 'string' ? { body } : {}) },
  };
}

function notebookWith({ frontMatter, bom, eol, end }: Metadata): Omit<Notebook, 'cells'> {
  return {
    ...(typeof frontMatter === 'string' ? { frontMatter } : {}),
    ...(bom === true ? { bom } : {}),
    ...(eol === '\r\n' || eol === '\r' ? { eol } : {}),
    ...(typeof end === 'string' ? { end } : {}),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
