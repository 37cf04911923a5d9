import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { quoted, wordsOf } from '../../../src/commands/words.ts';

const texts = (line: string) => wordsOf(line).map(word => word.text);

describe('the words of a line', () => {
  it('are parted by blanks, and know where they begin', () => {
    assert.deepEqual(wordsOf('  etl --full\t--prune '), [
      { text: 'etl', column: 3 },
      { text: '--full', column: 7 },
      { text: '--prune', column: 14 },
    ]);
  });

  it('keep together what quotes hold together', () => {
    assert.deepEqual(texts(`sql "SELECT 'a' || \\"b\\"" --param name='O Brother'`), [
      'sql',
      `SELECT 'a' || "b"`,
      '--param',
      'name=O Brother',
    ]);
    assert.deepEqual(texts(`'it'\\''s' ""`), ["it's", '']);
  });

  it('take a backslash as a shell does', () => {
    assert.deepEqual(texts('my\\ folder "C:\\lake" \'\\n\''), ['my folder', 'C:\\lake', '\\n']);
  });

  it('end where a comment begins, but a # inside a word is the word', () => {
    assert.deepEqual(texts('etl --source s3://b/a#b # all of it'), ['etl', '--source', 's3://b/a#b']);
    assert.deepEqual(texts('# nothing'), []);
  });

  it('say where a quote was left open', () => {
    assert.throws(() => wordsOf('sql "SELECT 1'), { code: 'usage.option', position: { line: 1, column: 5 } });
    assert.throws(() => wordsOf('etl \\'), { code: 'usage.option', position: { line: 1, column: 5 } });
  });

  it('come back as they were when they are quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), words => {
        assert.deepEqual(texts(words.map(quoted).join(' ')), words);
      }),
    );
  });

  it('are read from any line, or refused with a place: nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`ab '"\\#-=\t`) }), line => {
        try {
          for (const { column } of wordsOf(line)) assert.match(line[column - 1]!, /\S/);
        } catch (error) {
          assert.ok(isSparkifyError(error) && error.position && error.position.column <= line.length);
        }
      }),
    );
  });
});
