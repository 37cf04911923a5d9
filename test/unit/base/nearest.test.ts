import assert from 'node:assert/strict';
import fc from 'fast-check';
import { didYouMean, editDistance, nearest } from '../../../src/base/nearest.ts';

const word = fc.stringMatching(/^[a-d]{0,6}$/);

describe('the nearest right word', () => {
  it('finds what was mistyped', () => {
    const flags = ['--source', '--songs', '--events', '--max-rejects', '--export'];
    assert.equal(nearest('--sorce', flags), '--source');
    assert.equal(nearest('--maxrejects', flags), '--max-rejects');
    assert.equal(nearest('--exprot', flags), '--export');
    assert.equal(nearest('EXTRACT', ['extract']), 'extract');
    assert.equal(nearest('trans', ['extract', 'transform']), 'transform');
  });

  it('is the shortest of those that begin with what was typed', () => {
    const tables = ['songplays', 'users', 'songs', 'staging_songs'];
    assert.equal(nearest('song', tables), 'songs');
    assert.equal(nearest('songp', tables), 'songplays');
    assert.equal(nearest('SONGS', tables), 'songs');
  });

  it('is silent where nothing is near', () => {
    assert.equal(nearest('--frobnicate', ['--source', '--songs']), undefined);
    assert.equal(didYouMean('x', ['etl', 'sql']), '');
  });

  it('counts a swap of neighbours as one slip', () => {
    assert.equal(editDistance('etl', 'elt'), 1);
    assert.equal(editDistance('', 'abc'), 3);
  });

  it('measures a distance: nought only to itself, the same both ways, never more than the longer word', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        assert.equal(distance === 0, a === b);
        assert.equal(distance, editDistance(b, a));
        assert.ok(distance <= Math.max(a.length, b.length));
      }),
    );
  });
});
