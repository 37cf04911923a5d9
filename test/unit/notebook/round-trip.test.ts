import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { BlockScanner } from '../../../src/notebook/blocks.ts';
import type { Cell, Notebook } from '../../../src/notebook/notebook.ts';
import { parse } from '../../../src/notebook/parse.ts';
import { print } from '../../../src/notebook/print.ts';
import { isCellFence } from '../../../src/notebook/prose.ts';
import { read } from '../../../src/notebook/read.ts';
import { codeCell, madeCells, markdownCell, nastyText, runs } from './nasty.ts';

/** Undefined where it is no notebook; then it must be said where. */
function parsed(text: string): Notebook | undefined {
  try {
    return parse(text);
  } catch (error) {
    assert.ok(isSparkifyError(error) && error.code === 'notebook.format', String(error));
    const line = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)[error.position!.line - 1]!;
    assert.ok(error.position!.column >= 1 && error.position!.column <= line.length + 1, error.message);
    return undefined;
  }
}

const content = ({ written: _, ...cell }: Cell) => cell;
const pieces = (text: string) => read(text).cells.map(({ lead, body }) => ({ lead, body }));

/** Where a text would take in what follows, or hold a cell of its own, it cannot stand in a file as it is. */
function canStand(text: string): boolean {
  const scanner = new BlockScanner();
  const begins = text.split('\n').some(line => scanner.take(line) === 'opening' && isCellFence(line));
  return !begins && scanner.closer === undefined;
}

const withoutFences = (text: string): string => text.replaceAll(/`{3,}|~{3,}/g, '¦');

function isAsMade(found: Cell, made: Cell): void {
  if (made.kind === 'code' || canStand(made.text)) assert.deepEqual(found, made);
  else {
    assert.equal(found.kind, 'markdown');
    const [before, after] = [withoutFences(made.text), withoutFences(found.text)];
    assert.ok(after === before || after.slice(0, after.lastIndexOf('\n')) === before, JSON.stringify([made, found]));
  }
}

describe('a notebook', () => {
  it('is printed letter for letter as it was parsed', () =>
    fc.assert(
      fc.property(nastyText, text => {
        const notebook = parsed(text);
        if (notebook) assert.equal(print(notebook), text);
      }),
      runs,
    ));

  it('is parsed as it was made, with nothing kept beside the cells', () =>
    fc.assert(
      fc.property(madeCells, fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const), (made, eol) => {
        const text = print({ cells: made, eol });
        const notebook = parse(text);
        assert.equal(notebook.cells.length, made.length);
        for (const [at, cell] of notebook.cells.entries()) isAsMade(cell, made[at]!);
        assert.equal(print(notebook), text);
        assert.equal(print({ cells: notebook.cells, eol }), text);
      }),
      runs,
    ));

  it('has the same letters in every other cell when one is edited', () =>
    fc.assert(
      fc.property(nastyText, fc.nat(), (text, n) => {
        const notebook = parsed(text);
        if (!notebook || notebook.cells.length === 0) return;
        const at = n % notebook.cells.length;
        const cells = notebook.cells.map((cell, i) => (i === at ? { ...cell, text: 'edited' } : cell));
        const [before, after] = [pieces(text), pieces(print({ ...notebook, cells }))];
        assert.equal(after.length, before.length);
        for (const i of before.keys()) if (i !== at) assert.deepEqual(after[i], before[i]);
      }),
      runs,
    ));

  it('keeps its cells whatever is put in, taken out or moved', () =>
    fc.assert(
      fc.property(
        nastyText,
        fc.array(
          fc.tuple(fc.nat(), fc.nat(), fc.option(fc.oneof(markdownCell, codeCell)), fc.integer({ min: 0, max: 1 })),
          { maxLength: 4 },
        ),
        (text, changes) => {
          const notebook = parsed(text);
          if (!notebook) return;
          const cells = [...notebook.cells];
          for (const [from, to, put, taken] of changes) {
            const [out] = cells.splice(from % (cells.length + 1), taken);
            const cell = put ?? out;
            if (cell) cells.splice(to % (cells.length + 1), 0, cell);
          }
          const changed = print({ ...notebook, cells });
          const again = parse(changed);
          assert.equal(again.cells.length, cells.length);
          for (const [at, cell] of again.cells.entries()) isAsMade(content(cell), content(cells[at]!));
          assert.equal(print(again), changed);
        },
      ),
      runs,
    ));
});
