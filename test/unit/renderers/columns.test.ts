import assert from 'node:assert/strict';
import { columnsFor, templateOf, withNumbersOf } from '../../../src/renderers/grid/columns.ts';

const widths = (columns: readonly { readonly width: number }[]) => columns.map(({ width }) => width);

describe('the columns of a grid', () => {
  const columns = [
    { name: 'n', type: 'HUGEINT' },
    { name: 't', type: 'VARCHAR' },
  ];

  it('are as wide as what they hold: a text within reason, a number whole', () => {
    const number = '-170141183460469231731687303715884105728';
    assert.deepEqual(widths(columnsFor(columns, [[number, 'x'.repeat(1_000_000)]])), [40, 40]);
    assert.deepEqual(widths(columnsFor(columns, [['1', '日本語日本語']])), [7, 12]);
  });

  it('have room for their name, and for the beginning of a long type', () => {
    const wide = [{ name: 'songplay_id', type: 'STRUCT(a INTEGER, b VARCHAR)' }];
    assert.deepEqual(widths(columnsFor(wide, [])), [14]);
  });

  it('grow for wider numbers of later rows, and move for no text', () => {
    const first = columnsFor(columns, [['1', 'a']]);
    assert.equal(withNumbersOf([['12', 'much longer than a']], first), first);
    assert.deepEqual(widths(withNumbersOf([['123456789', 'much longer than a']], first)), [9, first[1]!.width]);
  });

  it('are told to CSS with the rows’ numbers before them', () => {
    assert.equal(
      templateOf(columnsFor(columns, [['1', 'abcdefgh']]), 100_000),
      'calc(7ch + 17px) calc(7ch + 17px) calc(8ch + 17px)',
    );
  });
});
