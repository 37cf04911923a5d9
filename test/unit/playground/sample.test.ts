import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sampleLake } from '../../../src/playground/sample/sample-lake.ts';
import { SampleStore } from '../../../src/playground/sample/sample-store.ts';

const options = { seed: 7, songs: 1200, days: 30, users: 97 };
const lake = sampleLake(options);

type Fields = Record<string, unknown>;
function parse(text: string): Fields | undefined {
  try {
    return JSON.parse(text) as Fields;
  } catch {
    return undefined;
  }
}

const parsed = (texts: readonly string[]): Fields[] => texts.flatMap<Fields>(text => parse(text) ?? []);

const songTexts = Array.from({ length: options.songs }, (_, song) => lake.songObject(song).toString());
const songs = parsed(songTexts);
const days = Array.from({ length: options.days }, (_, day) => lake.logObject(day));
const lines = days.flatMap(day => day.toString().split('\n'));
const events = parsed(lines).filter(event => Number.isInteger(event.ts));
const plays = events.filter(event => event.page === 'NextSong');
const isText = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);

function groupedBy<T>(list: readonly T[], name: (one: T) => unknown): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(String(name(one)), [...(groups.get(String(name(one))) ?? []), one]);
  return groups;
}

describe('the sample lake', () => {
  it('is the same for the same seed, in whatever order it is read', () => {
    fc.assert(
      fc.property(fc.nat(options.songs - 1), fc.nat(options.days + 3), (song, day) => {
        const other = sampleLake(options);
        assert.deepEqual(other.logObject(day), lake.logObject(day));
        assert.deepEqual(other.songObject(song), lake.songObject(song));
        assert.equal(other.songKey(song), lake.songKey(song));
      }),
      { numRuns: 40 },
    );
  });

  it('is another for another seed', () => {
    const other = sampleLake({ ...options, seed: 8 });
    assert.notDeepEqual(other.songObject(0), lake.songObject(0));
    assert.notDeepEqual(other.logObject(0), lake.logObject(0));
  });

  it('has the keys that real lakes have', () => {
    assert.match(lake.songKey(5), /^song_data\/([A-Z])\/([A-Z])\/([A-Z])\/TR\1\2\3[A-Z]{3}[0-9A-F]{10}\.json$/);
    assert.equal(lake.logKey(11), 'log_data/2018/11/2018-11-12-events.json');
  });

  for (const size of [1, 71, 15_000, 385_252]) {
    it(`lists ${size} songs in order without making those that are not asked for`, () => {
      const big = sampleLake({ ...options, songs: size });
      const step = Math.max(1, Math.floor(size / 500));
      const numbers = Array.from({ length: Math.floor((size - 1) / step) }, (_, at) => at * step);
      for (const song of numbers) {
        assert.ok(big.songKey(song) < big.songKey(song + 1));
        assert.equal(big.songOfKey(big.songKey(song)), song);
      }
    });
  }

  it('gives the same bytes through a store as by itself, and lists their size', () => {
    const store = new SampleStore(lake);
    const listed = [...store.list('')];
    assert.equal(listed.length, options.songs + options.days);
    for (const { key, size, etag } of listed) {
      const object = store.get(key);
      assert.deepEqual([object?.size, object?.etag], [size, etag]);
    }
    assert.deepEqual(store.get(lake.songKey(9))?.body, lake.songObject(9));
    assert.equal(store.get(lake.logKey(options.days)), undefined);
  });

  it('can have one more day of logs than it lists', () => {
    assert.equal(lake.logKey(30), 'log_data/2018/12/2018-12-01-events.json');
    assert.ok(lake.logObject(30).length > 10_000);
  });

  const traps: Readonly<Record<string, () => boolean>> = {
    'a title that is a JSON number': () =>
      songs.some(song => typeof song.title === 'number' && !Number.isInteger(song.title)),
    'an artist that is a JSON number': () => songs.some(song => typeof song.artist_name === 'number'),
    'coordinates that are null together': () =>
      songs.some(song => song.artist_latitude === null) &&
      songs.every(song => (song.artist_latitude === null) === (song.artist_longitude === null)),
    'empty and null locations': () =>
      songs.some(song => song.artist_location === '') && songs.some(song => song.artist_location === null),
    'years that are 0': () => songs.some(song => song.year === 0) && songs.some(song => song.year !== 0),
    'several spellings of one artist': () =>
      [...groupedBy(songs, song => song.artist_id).values()].some(
        same =>
          new Set(same.map(song => song.artist_name)).size > 1 &&
          new Set(same.map(song => song.artist_location)).size > 1,
      ),
    HTML: () => songs.some(song => isText(song.title, /<script>/)),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for.
    'control characters': () => songs.some(song => isText(song.title, /\u0001/)),
    emoji: () => songs.some(song => isText(song.title, /🎧/u)),
    'text from right to left': () => songs.some(song => isText(song.artist_name, /\p{Script=Arabic}/u)),
    'keys in another order': () => new Set(songs.map(song => Object.keys(song).join())).size > 2,
    'objects with a newline at the end and without': () =>
      songTexts.some(text => text.endsWith('}\n')) && songTexts.some(text => text.endsWith('}')),
    'text encoded twice, in songs and in logs': () =>
      songs.some(song => isText(song.title, /Ã¶|Ã¼|Ã©/)) && events.some(event => isText(event.firstName, /Ã/)),
    'two songs of the same title and artist that differ in duration': () =>
      [...groupedBy(songs, song => `${song.title} by ${song.artist_name}`).values()].some(
        same => new Set(same.map(song => song.duration)).size > 1 && new Set(same.map(song => song.song_id)).size > 1,
      ),
    'logged-out events without anybody': () =>
      events.some(event => event.userId === '' && event.firstName === null && event.userAgent === null),
    'sessions that are logged out and logged in': () =>
      [...groupedBy(events, event => event.sessionId).values()].some(
        same => new Set(same.map(event => event.auth)).size === 2,
      ),
    'users who change level back and forth': () =>
      [...groupedBy(events, event => event.userId).values()].some(same => {
        const levels = same.toSorted((a, b) => Number(a.ts) - Number(b.ts)).map(event => event.level);
        return levels.filter((level, at) => at > 0 && level !== levels[at - 1]).length > 2;
      }),
    'user agents that begin with a quote': () => events.some(event => isText(event.userAgent, /^"/)),
    'escaped slashes': () => lines.some(line => line.includes('Mozilla\\/5.0')),
    'a session and item told of by two days': () => {
      const told = days.map(day => new Set(day.toString().split('\n').map(nameOf)));
      return told.some((names, at) => at > 0 && [...names].some(name => told[at - 1]!.has(name)));
    },
    'bytes that are not UTF-8': () => days.some(day => !Buffer.from(day.toString()).equals(day)),
    'lines that are no event, yet fewer than one in a hundred a day': () =>
      lines.some(line => !isEvent(line)) &&
      days.every(day => {
        const all = day.toString().split('\n');
        return all.filter(line => !isEvent(line)).length < all.length / 100;
      }),
    'song objects that are no song, yet fewer than one in a hundred': () => {
      const bad = songTexts.filter(text => parse(text)?.song_id === undefined).length;
      return bad > 0 && bad < songTexts.length / 100;
    },
    'no newline at the end of a log': () => days.every(day => day.at(-1) !== 0x0a),
    'registrations that are floats': () => lines.some(line => /"registration":\d+\.0,/.test(line)),
  };
  for (const [name, isThere] of Object.entries(traps)) it(`holds ${name}`, () => assert.ok(isThere()));

  it('holds the traps of songs already where it is as small as the teaching subset', () => {
    const small = sampleLake({ ...options, songs: 71 });
    const few = Array.from({ length: 71 }, (_, song) => parse(small.songObject(song).toString())!);
    assert.ok(few.some(song => typeof song.title === 'number') && few.some(song => isText(song.title, /<script>/)));
    assert.ok(
      few.every(song => song.song_id !== undefined),
      'one bad song of 71 would be more than one in a hundred',
    );
  });

  it('lets from a third to two thirds of plays find their song, some far more often than others', () => {
    const known = new Set(songs.map(song => `${song.title}\n${song.artist_name}`));
    const found = plays.filter(play => known.has(`${play.song}\n${play.artist}`));
    assert.ok(
      found.length > plays.length * 0.33 && found.length < plays.length * 0.66,
      `${found.length} of ${plays.length}`,
    );
    const counts = [...groupedBy(found, play => `${play.song}\n${play.artist}`).values()].map(same => same.length);
    assert.ok(Math.max(...counts) > 10 * (found.length / counts.length));
  });

  it('is busiest in the late afternoon, quietest in the small hours, and paid users play more', () => {
    const at = (from: number, to: number) =>
      plays.filter(
        play => new Date(Number(play.ts)).getUTCHours() >= from && new Date(Number(play.ts)).getUTCHours() < to,
      ).length;
    assert.ok(at(15, 19) > 2 * at(2, 6));
    const paid = plays.filter(play => play.level === 'paid');
    const perUser = (some: readonly Fields[]) => some.length / groupedBy(some, play => play.userId).size;
    assert.ok(perUser(paid) > 1.5 * perUser(plays.filter(play => play.level === 'free')));
  });

  it('refuses sizes that make no lake', () => {
    for (const wrong of [{ songs: 0 }, { users: 1.5 }, { days: -1 }, { firstDay: 'soon' }, { songs: 1e9 }]) {
      assert.throws(() => sampleLake({ ...options, ...wrong }), { code: 'usage.option' });
    }
  });
});

const nameOf = (line: string): string =>
  `${/"sessionId":\d+/.exec(line)?.[0]} ${/"itemInSession":\d+/.exec(line)?.[0]}`;

function isEvent(line: string): boolean {
  const event = parse(line);
  return (
    !line.includes('\ufffd') &&
    event !== undefined &&
    [event?.ts, event?.sessionId, event?.itemInSession].every(Number.isInteger) &&
    typeof event.page === 'string' &&
    isText(event.userId, /^\d*$/)
  );
}
