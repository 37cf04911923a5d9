import assert from 'node:assert/strict';
import type { Connection } from '../../../src/warehouse/connection.ts';
import { inMemory, Warehouse } from '../../../src/warehouse/warehouse.ts';
import { buildStar, type Staged } from '../../support/built-star.ts';
import { day, event, type Fields, play, song } from '../../support/lake-builder.ts';

describe('the dimensions', () => {
  let warehouse: Warehouse;
  let connection: Connection;
  before(async () => {
    warehouse = await Warehouse.open({ path: inMemory, threads: 1 });
    connection = await warehouse.connect();
  });
  after(() => warehouse.close());

  const built = async <T extends object = Record<string, unknown>>(staged: Staged, sql: string) => {
    await buildStar(connection, staged);
    return connection.rows<T>(sql);
  };

  const on = (...events: Fields[]) => day('2018-11-12', events);

  describe('has one row for each user', () => {
    const levels = (...events: Fields[]) =>
      built({ events: on(...events) }, 'SELECT user_id, level FROM users ORDER BY user_id');

    it('as of their latest event, on whatever page', async () => {
      const rows = await levels(
        play({ ts: 30, level: 'paid', userId: '1' }),
        event({ ts: 40, level: 'free', userId: '1' }),
        play({ ts: 10, level: 'free', userId: '1' }),
        event({ ts: 1, level: 'paid', userId: '2' }),
      );
      assert.deepEqual(rows, [
        { user_id: 1, level: 'free' },
        { user_id: 2, level: 'paid' },
      ]);
    });

    it('of events at one moment the later in its session, then the later session, then the smaller columns', async () => {
      const rows = await levels(
        play({ ts: 9, userId: '1', itemInSession: 5, sessionId: 1, level: 'paid' }),
        play({ ts: 9, userId: '1', itemInSession: 4, sessionId: 9, level: 'free' }),
        play({ ts: 9, userId: '2', itemInSession: 5, sessionId: 2, level: 'free' }),
        play({ ts: 9, userId: '2', itemInSession: 5, sessionId: 3, level: 'paid' }),
        play({ ts: 9, userId: '3', itemInSession: 6, sessionId: 4, auth: 'A', level: 'paid' }),
        event({ ts: 9, userId: '3', itemInSession: 6, sessionId: 4, auth: 'B', level: 'free', artist: 'Some Artist' }),
      );
      assert.deepEqual(rows, [
        { user_id: 1, level: 'paid' },
        { user_id: 2, level: 'paid' },
        { user_id: 3, level: 'paid' },
      ]);
    });

    it('and none for events of nobody', async () => {
      assert.deepEqual(await levels(play({ userId: '' })), []);
    });
  });

  describe('has one row for each song', () => {
    const kept = (...songs: Fields[]) =>
      built(
        { songs: songs.map(fields => song({ song_id: 'S1', ...fields })), events: on(event()) },
        'SELECT title, artist_id, year, duration FROM songs',
      );

    it('the one that knows most; a year of 0 is not known', async () => {
      assert.deepEqual(
        await kept(
          { title: 'A', year: 0, duration: 1 },
          { title: 'B', year: 1999, duration: 1 },
          { title: 'C', year: 1999, duration: null },
        ),
        [{ title: 'B', artist_id: 'AR1', year: 1999, duration: 1 }],
      );
    });

    it('of those the smallest title, artist, year and duration', async () => {
      const tied = { year: 2000, duration: 2 };
      assert.deepEqual(
        await kept(
          { ...tied, title: 'b' },
          { ...tied, title: 'a', artist_id: 'AR2' },
          { ...tied, title: 'a', artist_id: 'AR1', year: 2001 },
          { ...tied, title: 'a', artist_id: 'AR1', duration: 3 },
        ),
        [{ title: 'a', artist_id: 'AR1', year: 2000, duration: 3 }],
      );
    });

    it('with a year of 0 where none is known, written or not', async () => {
      assert.deepEqual(await kept({ year: undefined, title: 'T' }), [
        { title: 'T', artist_id: 'AR1', year: 0, duration: 200.5 },
      ]);
      assert.deepEqual(await kept({ year: null, title: 'T' }), [
        { title: 'T', artist_id: 'AR1', year: 0, duration: 200.5 },
      ]);
    });
  });

  describe('has one row for each artist', () => {
    const kept = (...songs: Fields[]) =>
      built(
        { songs: songs.map(fields => song(fields)), events: on(event()) },
        'SELECT name, location, latitude, longitude FROM artists',
      );
    const place1 = { artist_location: 'Oslo', artist_latitude: 59.9, artist_longitude: 10.7 };

    it('as most of their songs have it', async () => {
      assert.deepEqual(await kept({ artist_name: 'Z' }, { artist_name: 'Z' }, { artist_name: 'A', ...place1 }), [
        { name: 'Z', location: null, latitude: null, longitude: null },
      ]);
    });

    it('of those equally frequent the fullest, an empty location being none', async () => {
      assert.deepEqual(
        await kept(
          { artist_name: 'A', artist_location: '' },
          { artist_name: 'B', artist_location: 'Oslo' },
          { artist_name: 'C', artist_location: null },
        ),
        [{ name: 'B', location: 'Oslo', latitude: null, longitude: null }],
      );
    });

    it('of those equally full the smallest text', async () => {
      assert.deepEqual(
        await kept({ artist_name: 'b', ...place1 }, { artist_name: 'B', ...place1 }, { artist_name: 'é', ...place1 }),
        [{ name: 'B', location: 'Oslo', latitude: 59.9, longitude: 10.7 }],
      );
    });

    it('with name and place as some song really has them together', async () => {
      assert.deepEqual(
        await kept(
          { artist_name: 'N', artist_location: 'Oslo' },
          { artist_name: 'N', artist_latitude: 1, artist_longitude: 2 },
          { artist_name: 'M', artist_location: 'Rome' },
        ),
        [{ name: 'N', location: null, latitude: 1, longitude: 2 }],
      );
    });

    it('counting an empty location and none as the same spelling', async () => {
      assert.deepEqual(
        await kept(
          { artist_name: 'A', artist_location: '' },
          { artist_name: 'A', artist_location: null },
          { artist_name: 'B', ...place1 },
        ),
        [{ name: 'A', location: null, latitude: null, longitude: null }],
      );
    });
  });
});
