import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columns, displayWidth, listed, padEnd, padStart, shorten, wrap } from '../../../src/base/text.ts';

describe('text on a terminal', () => {
  it('counts the columns a text takes, not its code units', () => {
    assert.equal(displayWidth('Björk'), 5);
    assert.equal(displayWidth('Bjo\u0308rk'), 5);
    assert.equal(displayWidth('椎名林檎'), 8);
    assert.equal(displayWidth('👩‍👩‍👧'), 2);
    assert.equal(displayWidth('a\u0000b'), 2);
  });

  it('counts letters that join as one, and letters beside them as they are', () => {
    const joined = { 'e\u0301': 1, ก็: 1, กำ: 1, ﾊﾞ: 1, 각: 2, '©': 2, '\u00ad': 0, 가나: 4, é日: 3 };
    for (const [text, width] of Object.entries(joined)) {
      assert.equal(displayWidth(text), width, text);
      assert.equal(displayWidth(`Ä${text}日`), width + 3, text);
    }
  });

  it('shortens to the width it is given, never beyond, and says so with an ellipsis', () => {
    assert.equal(shorten('songplays', 6), 'songp…');
    assert.equal(shorten('椎名林檎', 6), '椎名…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, width) => {
        const short = shorten(text, width);
        assert.ok(displayWidth(short) <= width);
        assert.equal(short === text, displayWidth(text) <= width);
      }),
    );
  });

  it('aligns wide letters as well as narrow ones', () => {
    assert.equal(displayWidth(padEnd('椎名', 10)), 10);
    assert.equal(padStart('椎名', 6), '  椎名');
    assert.deepEqual(
      columns(
        [
          ['table', 'rows'],
          ['songs', '71'],
          ['songplays', '6,820'],
        ],
        [1],
      ),
      ['table       rows', 'songs         71', 'songplays  6,820'],
    );
  });

  it('keeps every word when it wraps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 12, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join('  \n'), width);
          assert.deepEqual(lines.join(' ').split(' '), words);
          for (const line of lines) assert.ok(displayWidth(line) <= width);
        },
      ),
    );
  });

  it('lists words as a sentence does', () => {
    assert.equal(listed(['a']), 'a');
    assert.equal(listed(['a', 'b']), 'a or b');
    assert.equal(listed(['a', 'b', 'c'], 'and'), 'a, b and c');
  });
});
