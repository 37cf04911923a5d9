import assert from 'node:assert/strict';
import fc from 'fast-check';
import { paramsOf, scalarOf } from '../../../src/commands/run/sql-params.ts';
import { excerpt, positionInWhole } from '../../../src/commands/run/sql-text.ts';

describe('a mistake in SQL', () => {
  it('is told where it stands in the whole text, not in its statement', () => {
    const text = 'SELECT 1; SELECT x;\nSELECT\n  y';
    assert.deepEqual(positionInWhole(text, text.indexOf('SELECT x'), { line: 1, column: 8 }), { line: 1, column: 18 });
    assert.deepEqual(positionInWhole(text, text.lastIndexOf('SELECT'), { line: 1, column: 1 }), { line: 2, column: 1 });
    assert.deepEqual(positionInWhole(text, text.lastIndexOf('SELECT'), { line: 2, column: 3 }), { line: 3, column: 3 });
  });

  it('has its caret beneath the letter it means, however wide the letters before it are', () => {
    assert.equal(excerpt('SELECT\n\t椎名 x', { line: 2, column: 5 }), '1 | SELECT\n2 |  椎名 x\n  |       ^');
    assert.equal(excerpt('x', { line: 1, column: 1 }), '1 | x\n  | ^');
  });
});

describe('parameters of sparkify sql', () => {
  it('are what they look like, and text where they look like nothing else or stand in quotes', () => {
    const values = {
      15: 15n,
      '-3': -3n,
      '1.5': 1.5,
      '1e3': 1000,
      true: true,
      null: null,
      "'15'": '15',
      Ada: 'Ada',
      '': '',
      '1-2': '1-2',
    };
    for (const [text, value] of Object.entries(values)) assert.equal(scalarOf(text), value, text);
  });

  it('are read back as what they were printed from', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter(n => !Number.isInteger(n));
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), n => assert.equal(scalarOf(`${n}`), n)));
    fc.assert(fc.property(number, n => assert.equal(scalarOf(`${n}`), n)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => assert.equal(scalarOf(`'${text}'`), text)));
  });

  it('go to the statements that mention them, by their whole name', () => {
    const given = [
      { name: 'user', text: '15' },
      { name: 'users', text: 'all' },
    ];
    assert.deepEqual(paramsOf(given, ['SELECT $user', 'SELECT $users, $user', 'SELECT 1']), [
      { user: 15n },
      { user: 15n, users: 'all' },
      {},
    ]);
    assert.throws(() => paramsOf(given, ['SELECT $user']), { message: '--param users: no statement mentions $users.' });
  });
});
