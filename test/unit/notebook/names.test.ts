import assert from 'node:assert/strict';
import { nameProblem, namesOf } from '../../../src/notebook/names.ts';
import type { Cell } from '../../../src/notebook/notebook.ts';

const named = (name?: string): Cell => ({
  kind: 'code',
  language: 'sql',
  text: '',
  attributes: name === undefined ? {} : { name },
});

describe('the name of a cell', () => {
  it('can stand in SQL without quotes, and is written one way', () => {
    for (const name of ['top_songs', '_', 'a1', 'songplays', 'name', 'year'])
      assert.equal(nameProblem(name), undefined, name);
    for (const name of ['', '1a', 'Top', 'top-songs', 'top songs', 'é', 'a;'])
      assert.match(nameProblem(name)!, /small letters/, name);
    for (const name of ['select', 'order', 'left', 'pivot']) assert.match(nameProblem(name)!, /a word of SQL/, name);
  });

  it('belongs to one cell, the first that has it', () => {
    const cells: Cell[] = [named('a'), { kind: 'markdown', text: '' }, named(), named('a'), named('Order'), named('b')];
    assert.deepEqual(namesOf(cells), ['a', undefined, undefined, undefined, undefined, 'b']);
  });
});
