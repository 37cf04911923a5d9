import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { day, type Fields, lake, lines, play, plays, song } from '../../support/lake-builder.ts';
import { atWork, starOf } from '../../support/pipeline.ts';
import { referenceStar } from '../../support/reference-star.ts';

const named = (song_id: string, fields: Fields = {}) => song({ song_id, title: 'T', artist_name: 'N', ...fields });
const asked = (fields: Fields) => play({ song: 'T', artist: 'N', length: 100, ...fields });

/** What is there before, and enough of it that a line more is little. */
const songs: Record<string, Fields[]> = {
  's1.json': [named('S1', { duration: 90 })],
  'others.json': Array.from({ length: 20 }, (_, i) => song({ song_id: `O${i}`, artist_id: `AR${i % 3}` })),
};
const events: Record<string, Fields[]> = {
  'asked.json': [
    ...day('2018-11-01', [asked({ userId: '1', level: 'free' }), asked({ userId: '2', level: 'free' })]).events,
  ],
  'others.json': [...day('2018-11-02', plays(40, { sessionId: 2, userId: '3' })).events],
};

type Change = Readonly<Record<string, readonly Fields[] | undefined>>;
const at = (sessionId: number, itemInSession: number, ts: number, fields: Fields = {}) =>
  asked({ sessionId, itemInSession, ts, userId: '1', ...fields });

const changes: Record<string, { songs?: Change; events?: Change; isIdle?: true }> = {
  'a new day, with new listeners and moments': {
    events: { 'new.json': day('2018-12-01', plays(3, { sessionId: 9, userId: '9' })).events },
  },
  'a song that earlier plays asked for': { songs: { 's0.json': [named('S0', { duration: 99 })] } },
  'a song that is nearer to some plays than the one they had': {
    songs: { 's2.json': [named('S2', { duration: 100 })] },
  },
  'a song that goes, and that plays had': { songs: { 's1.json': undefined } },
  'a song that gets another title': { songs: { 's1.json': [named('S1', { title: 'U' })] } },
  'an artist who is spelled another way more often': {
    songs: {
      'spelled.json': Array.from({ length: 4 }, (_, i) =>
        song({ song_id: `P${i}`, artist_id: 'AR1', artist_name: 'M' }),
      ),
    },
  },
  'a later account of the same play': { events: { 'late.json': [at(1, 0, 1_600_000_000_000, { userAgent: 'late' })] } },
  'an earlier account of the same play': {
    events: { 'late.json': [at(1, 0, 1, { userAgent: 'early' })] },
    isIdle: true,
  },
  'a listener who paid at last': { events: { 'late.json': [at(7, 7, 1_600_000_000_000, { level: 'paid' })] } },
  'a play that turns out to be none': {
    events: { 'asked.json': events['asked.json']!.map((one, i) => (i === 0 ? { ...one, page: 'Home' } : one)) },
  },
  'the only events of a listener going': { events: { 'asked.json': events['asked.json']!.slice(0, 1) } },
};

describe('building only what changed', function () {
  this.timeout(30_000);

  for (const [name, change] of Object.entries(changes)) {
    it(`gives the rows of a whole build after ${name}`, () => {
      const held = { songs: { ...songs }, events: { ...events } };
      const lakes = lake({ songs: 0 });
      const put = (kind: 'songs' | 'events', key: string, rows: readonly Fields[] | undefined) => {
        if (rows) lakes[kind].set(key, lines(rows));
        else lakes[kind].remove(key);
      };
      for (const kind of ['songs', 'events'] as const) {
        for (const [key, rows] of Object.entries(held[kind])) put(kind, key, rows);
      }
      return atWork(lakes, async ({ run, connection }) => {
        await run();
        const before = await starOf(connection);
        for (const kind of ['songs', 'events'] as const) {
          for (const [key, rows] of Object.entries(change[kind] ?? {})) {
            put(kind, key, rows);
            held[kind][key] = [...(rows ?? [])];
          }
        }
        const account = await run({ prune: true });
        assert.equal(account.error, undefined);
        const built = account.events.find(one => one.type === 'step' && one.step === 'transform' && 'note' in one);
        assert.ok(built && 'note' in built && built.note === '5 tables, only what changed');
        const rows = (kind: 'songs' | 'events') => Object.values(held[kind]).flat();
        const after = await starOf(connection);
        assert.deepEqual(after, referenceStar(rows('songs'), rows('events'), 'title+artist'));
        assert.equal(isDeepStrictEqual(after, before), change.isIdle ?? false);
      });
    });
  }
});
