import assert from 'node:assert/strict';
import { exportedTables } from '../../../src/pipeline/export/partitions.ts';

const partitionsOf = (partitions: Record<string, readonly string[]>) =>
  Object.fromEntries(exportedTables({ partitions }).map(one => [one.table.name, one.partitionedBy.join(',')]));

describe('the partitions of an export', () => {
  it('are by year and month where nothing else is said', () => {
    assert.deepEqual(partitionsOf({}), {
      songplays: 'year,month',
      users: '',
      songs: 'year',
      artists: '',
      time: 'year,month',
    });
  });

  it('are those asked for, in their order, or none', () => {
    const found = partitionsOf({ songs: ['year', 'artist_id'], songplays: [], users: ['level'] });
    assert.deepEqual([found.songs, found.songplays, found.users], ['year,artist_id', '', 'level']);
  });

  it('come from UTC start_time where a play has no such column', () => {
    const plays = exportedTables({ partitions: {} })[0]!;
    assert.match(plays.partitionExpressions.join(), /^year\(.*"?start_time"?.*month\(/);
  });

  it('refuse a table or column that is not there, and say which was meant', () => {
    const message = (partitions: Record<string, readonly string[]>) => {
      try {
        exportedTables({ partitions });
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    assert.equal(message({ sogns: ['year'] }), 'There is no table to partition named sogns. Did you mean songs?');
    assert.equal(
      message({ songs: ['yaer'] }),
      'There is no column of songs to partition by named yaer. Did you mean year?',
    );
    assert.match(message({ staging_songs: ['year'] }), /no table to partition named staging_songs/);
    const all = ['user_id', 'first_name', 'last_name', 'gender', 'level'];
    assert.match(message({ users: all }), /leaves no column/);
  });
});
