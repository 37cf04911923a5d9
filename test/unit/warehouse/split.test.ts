import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitStatements } from '../../../src/warehouse/split.ts';

/** Statements that hold everything a semicolon can hide in. */
const statement = fc
  .array(
    fc.constantFrom(
      'SELECT 1',
      "';'",
      "'it''s;'",
      "e'\\';'",
      '";"',
      '"a"";"',
      '$$;\'"$$',
      '$tag$ ; $$ $tag$',
      '/* ; /* ; */ */',
      '-- ; it\n',
      'price$1',
      'é😀',
      "like'x'",
      '$param',
      '\n\t ',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map(parts => `x ${parts.join(' ')}`);

describe('the statements of a text', () => {
  it('are found whatever semicolons hide in them, each at its offset', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(statement, fc.constantFrom('', ' ', '\n;', ' ; -- gone;\n')), { maxLength: 5 }),
        parts => {
          const sql = parts.map(([text, after]) => `${text};${after}`).join('');
          const found = splitStatements(sql);
          assert.equal(found.length, parts.length);
          for (const [i, { text, offset }] of found.entries()) {
            assert.equal(sql.slice(offset, offset + text.length), text);
            assert.ok(text.endsWith(parts[i]![0].trim()));
          }
        },
      ),
    ));

  it('are none in a text of spaces, comments and semicolons', () => {
    for (const sql of ['', ';;', ' \n', '-- x', '/* ; */ ; -- y\n;']) assert.deepEqual(splitStatements(sql), []);
  });

  it('run to the end where something is not closed, for the parser to say so', () => {
    for (const open of ["'a;b", '"a;b', '$$a;b', '$t$ a;$$', '/* a;b', "e'a\\';"]) {
      const sql = `SELECT ${open}`;
      assert.deepEqual(splitStatements(sql), [{ text: sql, offset: 0 }]);
    }
  });

  it('are found in a text of megabytes', () => {
    const long = `SELECT '${'x;'.repeat(5_000_000)}'`;
    assert.deepEqual(
      splitStatements(`${long}; SELECT 2`).map(({ text }) => text.length),
      [long.length, 8],
    );
  });
});
