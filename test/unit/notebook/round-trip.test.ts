import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import type { Cell, Notebook } from '../../../src/notebook/notebook.ts';
import { parse } from '../../../src/notebook/parse.ts';
import { print } from '../../../src/notebook/print.ts';
import { codeCell, madeNotebook, markdownCell, nastyText, runs } from './nasty.ts';

/** Undefined where it is no notebook, which must have a code and a place. */
function parsed(text: string): Notebook | undefined {
  try {
    return parse(text);
  } catch (error) {
    assert.ok(isSparkifyError(error), String(error));
    assert.equal(error.code, 'notebook.format');
    assert.ok(error.position);
    return undefined;
  }
}

const content = ({ written: _, ...cell }: Cell) => cell;

describe('a notebook', () => {
  it('prints letter for letter what was parsed', () =>
    fc.assert(
      fc.property(nastyText, text => {
        const notebook = parsed(text);
        if (notebook) assert.equal(print(notebook), text);
      }),
      runs,
    ));

  it('is parsed from what was printed', () =>
    fc.assert(
      fc.property(madeNotebook, made => {
        const found = parse(print(made));
        assert.equal(found.cells.length, made.cells.length);
        for (const [at, cell] of made.cells.entries()) {
          if (cell.kind === 'code') assert.deepEqual(found.cells[at], cell);
          else assert.equal(found.cells[at]!.kind, 'markdown');
        }
        assert.equal(print(found), print(made));
        assert.equal(print({ cells: found.cells.map(content) }), print(made));
      }),
      runs,
    ));
  it('stays as it was written when one cell is edited, moved, put in or taken out', () =>
    fc.assert(
      fc.property(
        nastyText,
        fc.nat(),
        fc.nat(),
        fc.option(fc.oneof(markdownCell, codeCell)),
        fc.integer({ min: 0, max: 1 }),
        (text, a, b, put, taken) => {
          const notebook = parsed(text);
          if (!notebook) return;
          const cells = [...notebook.cells];
          const [out] = cells.splice(a % (cells.length + 1), taken);
          const at = b % (cells.length + 1);
          const cell = put ?? out;
          if (cell) cells.splice(at, 0, cell);
          const again = parse(print({ ...notebook, cells }));
          assert.equal(again.cells.length, cells.length);
          for (const [i, each] of cells.entries()) {
            if (each.kind === 'code') assert.deepEqual(content(again.cells[i]!), content(each));
          }
          assert.equal(print(again), print({ ...notebook, cells }));
        },
      ),
      runs,
    ));
});
