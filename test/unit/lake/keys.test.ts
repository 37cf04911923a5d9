import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { checkFileKey, checkKey, encodeKey } from '../../../src/lake/keys.ts';

const refuses = (check: () => void, sentence: RegExp) =>
  assert.throws(check, error => isSparkifyError(error) && error.code === 'lake.key' && sentence.test(error.message));

describe('a key', () => {
  it('is written into a path so that only plain characters and slashes stay as they are', () => {
    assert.equal(encodeKey("a b+c%d#e?f/ü/..//!'()*~"), 'a%20b%2Bc%25d%23e%3Ff/%C3%BC/..//%21%27%28%29%2A~');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), key => {
        assert.match(encodeKey(key), /^(?:[\w\-.~/]|%[0-9A-F]{2})*$/);
        assert.equal(decodeURIComponent(encodeKey(key)), key);
      }),
    );
  });

  it('is refused where no store can hold it', () => {
    refuses(() => checkKey(''), /empty/);
    refuses(() => checkKey('\udc00'), /Unicode/);
    refuses(() => checkKey('ü'.repeat(513)), /1,024 bytes/);
    checkKey('ü'.repeat(512));
  });

  it('is refused by a folder where it names no file beneath it', () => {
    const refused: [string, RegExp][] = [
      ['/etc/passwd', /empty name/],
      ['a//b', /empty name/],
      ['a/', /ends in a slash/],
      ['../a', /another place/],
      ['a/../../b', /another place/],
      ['a/./b', /another place/],
      ['a\0b', /NUL/],
      ['x'.repeat(256), /255 bytes/],
    ];
    for (const [key, sentence] of refused) refuses(() => checkFileKey(key, 'linux'), sentence);
    for (const key of ['a\\b', 'c:d', 'nul?', 'a.']) refuses(() => checkFileKey(key, 'win32'), /Windows/);
    for (const key of ['a b+%#?/ü/…', '...', 'a\\b']) checkFileKey(key, 'linux');
  });
});
