import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { documentOf, fileOf } from '../../../src/notebook/document.ts';
import type { DocumentCell, Metadata, NotebookDocument } from '../../../src/notebook/editor-data.ts';
import { problemLine, unreadableDocument } from '../../../src/notebook/unreadable.ts';
import { nastyText, runs } from './nasty.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (file: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(file);

const sql = (text: string, metadata: Metadata = {}): DocumentCell => ({
  kind: 'code',
  languageId: 'sql',
  text,
  metadata,
});
const saved = (cells: readonly DocumentCell[], metadata: Metadata = {}): string => textOf(fileOf({ cells, metadata }));

/** As it comes back from an editor: through JSON, with its own line breaks. */
const throughEditor = ({ cells, metadata }: NotebookDocument): NotebookDocument =>
  JSON.parse(
    JSON.stringify({ cells: cells.map(cell => ({ ...cell, text: cell.text.replaceAll('\n', '\r\n') })), metadata }),
  ) as NotebookDocument;

function opened(file: Uint8Array): NotebookDocument | undefined {
  try {
    return documentOf(file);
  } catch (error) {
    assert.ok(isSparkifyError(error) && error.code === 'notebook.format', String(error));
    return undefined;
  }
}

describe('the file of a notebook', () => {
  it('is byte for byte the same after an editor had it', () =>
    fc.assert(
      fc.property(nastyText, text => {
        const file = bytes(text);
        const document = opened(file);
        if (document) assert.deepEqual(Buffer.from(fileOf(throughEditor(document))), Buffer.from(file));
      }),
      runs,
    ));

  it('is refused where it is not UTF-8, at the first byte that is not', () => {
    const refused: readonly (readonly [file: Uint8Array, line: number, column: number])[] = [
      [Buffer.from([0xff, 0xfe, 0x23, 0x00]), 1, 1],
      [Buffer.concat([bytes('# é\n\n\uFFFD🎧 '), Buffer.from([0xe9]), bytes('\n')]), 3, 5],
      [Buffer.concat([bytes('a\r\n\uFFFD\r'), Buffer.from([0xed, 0xa0, 0x80])]), 3, 1],
      [Buffer.concat([bytes('\uFEFFab'), Buffer.from([0xc3])]), 1, 3],
    ];
    for (const [file, line, column] of refused) {
      assert.throws(() => documentOf(file), {
        code: 'notebook.format',
        message: /not UTF-8/,
        position: { line, column },
      });
    }
    assert.equal(documentOf(bytes('\uFFFD')).cells[0]!.text, '\uFFFD');
  });

  it('says of every part beside the cells what it is, for an editor lays it over what it had', () => {
    const keys = (text: string) => Object.keys(documentOf(bytes(text)).metadata).sort();
    assert.deepEqual(keys('---\na: b\n---\r\n'), keys(''));
    const unreadable = Object.keys(unreadableDocument(bytes(''), '').metadata);
    assert.ok(unreadable.every(key => documentOf(bytes('')).metadata[key] === null));
  });

  it('holds code of another language as a fence in prose', () => {
    const python: DocumentCell = {
      kind: 'code',
      languageId: 'python',
      text: 'print("```")',
      metadata: { attributes: { x: '1' } },
    };
    assert.equal(saved([sql('a'), python]), '```sql\na\n```\n\n````python x=1\nprint("```")\n````\n');
  });

  it('does not mind what others put into metadata', () => {
    const odd: Metadata = {
      attributes: { name: 1, a: 'b', 'no name': 'c' },
      written: { lead: '```sql', body: 5 },
      other: [],
    };
    assert.equal(saved([sql('x', odd)], { eol: 'x', end: '```sql', frontMatter: 'a', bom: 1 }), '```sql a=b\nx\n```\n');
    assert.equal(saved([sql('x', { attributes: 'a', written: null })]), '```sql\nx\n```\n');
    const asMarkdown: DocumentCell = { kind: 'markdown', languageId: 'markdown', text: 'x', metadata: odd };
    assert.equal(saved([asMarkdown]), 'x\n');
  });
});

describe('a file that cannot be read any more while its notebook is open', () => {
  const file = Buffer.from('# A\n\n```sql\n\xff', 'latin1');
  const standIn = unreadableDocument(file, 'Line 4, column 1: no.');

  it('is shown with what is wrong and where', () => {
    assert.match(standIn.cells[0]!.text, /cannot be read as a notebook.*\n\n {4}Line 4, column 1: no\.\n/);
    assert.throws(
      () => documentOf(file),
      error =>
        isSparkifyError(error) &&
        problemLine(error) === 'Line 4, column 1: The file is not UTF-8; save it in that encoding. (notebook.format)',
    );
  });

  it('is saved as it is, and never with what somebody made of it', () => {
    assert.deepEqual(Buffer.from(fileOf(standIn)), file);
    const [cell] = standIn.cells;
    for (const cells of [[], [{ ...cell!, text: 'x' }], [cell!, sql('x')]]) {
      assert.throws(() => fileOf({ ...standIn, cells }), {
        code: 'notebook.format',
        message: /nothing is written over it/,
      });
    }
  });
});
