import assert from 'node:assert/strict';
import fc from 'fast-check';
import { moved } from '../../../src/renderers/grid/movement.ts';

const key = (name: string, ctrlKey = false, shiftKey = false) => ({
  key: name,
  ctrlKey,
  metaKey: false,
  altKey: false,
  shiftKey,
});
const extent = { rows: 1000, columns: 5, page: 14 };

describe('a key in a grid', () => {
  it('leads where it says', () => {
    const ways: [string, boolean, number, number][] = [
      ['ArrowUp', false, 499, 2],
      ['ArrowDown', false, 501, 2],
      ['ArrowLeft', false, 500, 1],
      ['ArrowRight', false, 500, 3],
      ['PageUp', false, 486, 2],
      ['PageDown', false, 514, 2],
      ['Home', false, 500, 0],
      ['End', false, 500, 4],
      ['Home', true, 0, 0],
      ['End', true, 999, 4],
      ['ArrowUp', true, 0, 2],
      ['ArrowDown', true, 999, 2],
      ['ArrowLeft', true, 500, 0],
      ['ArrowRight', true, 500, 4],
    ];
    for (const [name, isFar, row, column] of ways) {
      assert.deepEqual(moved({ row: 500, column: 2 }, key(name, isFar), extent), { row, column }, name);
    }
  });

  it('that is not a way is left to others', () => {
    for (const name of ['a', 'Tab', 'Escape', 'Enter', 'F5']) {
      assert.equal(moved({ row: 0, column: 0 }, key(name), extent), undefined);
    }
    assert.equal(moved({ row: 0, column: 0 }, { ...key('ArrowDown'), altKey: true }, extent), undefined);
    assert.equal(
      moved({ row: 0, column: 0 }, key('ArrowUp', true, true), extent),
      undefined,
      'leads out of the output',
    );
  });

  it('never leads out of the grid', () => {
    const names = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'];
    const size = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.array(fc.constantFrom(...names)),
        fc.boolean(),
        (rows, columns, page, keys, far) => {
          let place = { row: 0, column: 0 };
          for (const name of keys) place = moved(place, key(name, far), { rows, columns, page })!;
          assert.ok(place.row >= 0 && place.row < rows && place.column >= 0 && place.column < columns);
        },
      ),
    );
  });
});
