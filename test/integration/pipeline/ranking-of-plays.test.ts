import assert from 'node:assert/strict';
import type { Matching } from '../../../src/schema/matching.ts';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { inMemory, Warehouse } from '../../../src/warehouse/warehouse.ts';
import { buildStar, type Staged } from '../../support/built-star.ts';
import { day, event, type Fields, play, song } from '../../support/lake-builder.ts';

describe('the fact table', () => {
  let warehouse: Warehouse;
  let connection: Connection;
  before(async () => {
    warehouse = await Warehouse.open({ path: inMemory, threads: 1 });
    connection = await warehouse.connect();
  });
  after(() => warehouse.close());

  const built = async <T extends object = Record<string, unknown>>(staged: Staged, sql: string, match?: Matching) => {
    await buildStar(connection, staged, match);
    return connection.rows<T>(sql);
  };

  const on = (...events: Fields[]) => day('2018-11-12', events);

  describe('has one play for each session and item', () => {
    const agents = async (...events: Fields[]) =>
      (await built<{ user_agent: string }>({ events: on(...events) }, 'FROM songplays')).map(row => row.user_agent);
    const same = { sessionId: 3, itemInSession: 4 };

    it('the one with the latest ts', async () => {
      const seen = await agents(
        play({ ...same, ts: 10, userAgent: 'first' }),
        play({ ...same, ts: 30, userAgent: 'last' }),
        play({ ...same, ts: 20, userAgent: 'a' }),
      );
      assert.deepEqual(seen, ['last']);
    });

    it('of those the one whose columns are smallest, in the order of the schema, with none at all last', async () => {
      const tied = { ...same, ts: 10 };
      const seen = await agents(
        play({ ...tied, auth: null, userAgent: 'nothing in an early column' }),
        play({ ...tied, auth: 'B', userAgent: 'A' }),
        play({ ...tied, auth: 'A', gender: 'M', userAgent: 'B' }),
        play({ ...tied, auth: 'A', gender: 'F', userAgent: 'Z' }),
      );
      assert.deepEqual(seen, ['Z']);
    });

    it('among its plays only: another page of the same place in the session is no play', async () => {
      const seen = await agents(
        play({ ...same, ts: 10, userAgent: 'played' }),
        event({ ...same, ts: 20, userAgent: 'then went home' }),
      );
      assert.deepEqual(seen, ['played']);
    });

    it('known by session_id * 1,000,000 + item_in_session, however large', async () => {
      const events = on(play({ sessionId: 9_000_000_000_000, itemInSession: 999_999 }), play({ sessionId: 0 }));
      const rows = await built({ events }, 'SELECT songplay_id::VARCHAR AS id FROM songplays ORDER BY songplay_id');
      assert.deepEqual(rows, [{ id: '1' }, { id: '9000000000000999999' }]);
    });
  });

  describe('finds the song of a play', () => {
    const named = (song_id: string, fields: Fields = {}) => song({ song_id, title: 'T', artist_name: 'N', ...fields });
    const asked = (fields: Fields = {}) => play({ song: 'T', artist: 'N', length: 100, ...fields });
    const found = async (songs: Fields[], events: Fields[], match?: Matching) => {
      const sql = 'SELECT song_id, artist_id FROM songplays ORDER BY songplay_id';
      const rows = await built<{ song_id: string; artist_id: string }>({ songs, events: on(...events) }, sql, match);
      return rows.map(row => (row.song_id === null ? null : `${row.song_id} ${row.artist_id}`));
    };

    it('by exactly the same title and artist', async () => {
      const songs = [named('S1', { duration: 500 })];
      const plays = [
        asked(),
        asked({ song: 't' }),
        asked({ artist: 'N ' }),
        asked({ song: null }),
        asked({ artist: null }),
      ];
      assert.deepEqual(await found(songs, plays), ['S1 AR1', null, null, null, null]);
    });

    it('never by a title or artist that neither has', async () => {
      assert.deepEqual(await found([named('S1', { title: null })], [asked({ song: null })]), [null]);
      assert.deepEqual(await found([named('S1', { artist_name: '' })], [asked({ artist: '' })]), ['S1 AR1']);
    });

    it('of several the one whose duration is nearest to the length of the play', async () => {
      const songs = [named('S1', { duration: 90 }), named('S2', { duration: 104 }), named('S3', { duration: 200 })];
      const plays = [asked({ length: 98 }), asked({ length: 96 }), asked({ length: 153 }), asked({ length: -1 })];
      assert.deepEqual(await found(songs, plays), ['S2 AR1', 'S1 AR1', 'S3 AR1', 'S1 AR1']);
    });

    it('of those equally near the one with the smallest song_id', async () => {
      const songs = [named('S2', { duration: 110 }), named('S1', { duration: 90 }), named('S0', { duration: null })];
      assert.deepEqual(await found(songs, [asked({ length: 100 })]), ['S1 AR1']);
    });

    it('by the smallest song_id where the play has no length', async () => {
      const songs = [named('S2', { duration: 1 }), named('S1', { duration: 900, artist_id: 'AR9' })];
      assert.deepEqual(await found(songs, [asked({ length: null })]), ['S1 AR9']);
    });

    it('once, however many rows the song has', async () => {
      const songs = [named('S1'), named('S1'), named('S1', { duration: 7 }), named('S2')];
      assert.deepEqual(await found(songs, [asked(), asked()]), ['S1 AR1', 'S1 AR1']);
    });

    it('only by the very same duration, where that is asked for', async () => {
      const songs = [named('S2', { duration: 100 }), named('S1', { duration: 100 }), named('S0', { duration: 100.1 })];
      const plays = [asked(), asked({ length: 100.05 }), asked({ length: null })];
      assert.deepEqual(await found(songs, plays, 'title+artist+duration'), ['S1 AR1', null, null]);
    });

    it('where titles and artists are numbers in the JSON', async () => {
      const songs = [named('S1', { title: 4.6, artist_name: 311 })];
      assert.deepEqual(await found(songs, [asked({ song: 4.6, artist: '311' })]), ['S1 AR1']);
    });
  });

  describe('takes the moments of plays apart', () => {
    const moments = async (...instants: string[]) => {
      const events = instants.map((at, i) => play({ ts: Date.parse(at), itemInSession: i }));
      const rows = await built({ events: on(...events) }, 'FROM time ORDER BY start_time');
      return rows.map(({ start_time, ...parts }) => Object.values(parts).join(' '));
    };

    it('each once', async () => {
      assert.deepEqual(await moments('2018-11-12T03:04:05.678Z', '2018-11-12T03:04:05.678Z'), ['3 12 46 11 2018 1']);
    });

    it('by the ISO week, which may belong to another year', async () => {
      const seen = await moments(
        '2016-01-03T00:00:00Z',
        '2018-12-31T23:59:59Z',
        '2020-12-31T12:00:00Z',
        '2021-01-04T00:00:00Z',
      );
      assert.deepEqual(seen, ['0 3 53 1 2016 7', '23 31 1 12 2018 1', '12 31 53 12 2020 4', '0 4 1 1 2021 1']);
    });

    it('from Monday, 1, to Sunday, 7', async () => {
      const week = Array.from({ length: 7 }, (_, i) => `2018-11-${12 + i}T00:00:00Z`);
      assert.deepEqual(
        (await moments(...week)).map(parts => parts.split(' ').at(-1)),
        ['1', '2', '3', '4', '5', '6', '7'],
      );
    });

    it('and only those of plays', async () => {
      assert.deepEqual(await built({ events: on(event()) }, 'FROM time'), []);
    });
  });
});
