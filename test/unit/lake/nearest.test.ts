import assert from 'node:assert/strict';
import { nearestOf } from '../../../src/lake/nearest.ts';

const tree: Readonly<Record<string, readonly string[]>> = {
  '': ['raw/', 'export/'],
  'raw/': ['raw/log_data/', 'raw/song_data/', 'raw/old/', 'raw/zzz/'],
};
const near = (wanted: string) => nearestOf(wanted, async prefix => tree[prefix] ?? []);

describe('the nearest prefixes', () => {
  it('are those beside it, the most alike first', async () => {
    assert.deepEqual(await near('raw/song-data/'), ['raw/song_data/', 'raw/log_data/', 'raw/old/']);
  });

  it('are those beside the first parent that is missing', async () => {
    assert.deepEqual(await near('row/song_data/A/'), ['raw/', 'export/']);
  });

  it('are none where nothing is stored at all', async () => {
    assert.deepEqual(await nearestOf('a/b/', async () => []), []);
    assert.deepEqual(await nearestOf('', async () => []), []);
  });
});
