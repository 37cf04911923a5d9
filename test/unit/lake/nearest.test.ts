import assert from 'node:assert/strict';
import { nearestOf } from '../../../src/lake/nearest.ts';

const tree: Readonly<Record<string, readonly string[]>> = {
  '': ['raw/'],
  'raw/': ['raw/log_data/', 'raw/song_data/', 'raw/old/', 'raw/zzz/'],
};
const near = (wanted: string) => nearestOf(wanted, async prefix => tree[prefix] ?? []);

describe('the nearest prefixes', () => {
  it('are those beside it that were probably meant', async () => {
    assert.deepEqual(await near('raw/song-data/'), ['raw/song_data/', 'raw/log_data/']);
    assert.deepEqual(await near('raw/song/'), ['raw/song_data/']);
    assert.deepEqual(await near('raw/LOG_data/2018/'), ['raw/log_data/', 'raw/song_data/']);
  });

  it('are the most alike of what is there, where nothing is near', async () => {
    assert.deepEqual(await near('raw/listeners/'), ['raw/log_data/', 'raw/old/', 'raw/song_data/']);
  });

  it('are those beside the first parent that is missing', async () => {
    assert.deepEqual(await near('row/song_data/A/'), ['raw/']);
  });

  it('are none where nothing is stored at all', async () => {
    assert.deepEqual(await nearestOf('a/b/', async () => []), []);
    assert.deepEqual(await nearestOf('', async () => []), []);
  });
});
