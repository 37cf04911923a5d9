import type { Matching } from '../../src/schema/matching.ts';
import type { Fields } from './lake-builder.ts';
import { inOrder, type StarRows } from './pipeline.ts';

type Value = string | number | null;
type Row<Name extends string> = Readonly<Record<Name, Value>>;

/** In the order of the schema, by which ties are broken. */
const eventFields = [
  'artist',
  'auth',
  'firstName',
  'gender',
  'itemInSession',
  'lastName',
  'length',
  'level',
  'location',
  'method',
  'page',
  'registration',
  'sessionId',
  'song',
  'status',
  'ts',
  'userAgent',
  'userId',
] as const;
const eventNumbers = ['itemInSession', 'length', 'registration', 'sessionId', 'status', 'ts', 'userId'];
const songFields = [
  'artist_id',
  'artist_latitude',
  'artist_longitude',
  'artist_location',
  'artist_name',
  'song_id',
  'title',
  'duration',
  'year',
] as const;
const songNumbers = ['artist_latitude', 'artist_longitude', 'duration', 'year'];

type Event = Row<(typeof eventFields)[number]>;
type Song = Row<(typeof songFields)[number]>;

/**
 * What the star must hold, said a second time and as plainly as can be: every row against every row, no SQL, no increment.
 * Takes the lines that are read, not those that are set aside.
 */
export function referenceStar(songLines: readonly Fields[], eventLines: readonly Fields[], match: Matching): StarRows {
  const songs = songLines.map(line => rowOf(line, songFields, songNumbers));
  const events = eventLines.map(line => rowOf(line, eventFields, eventNumbers));
  const plays = groupsOf(
    events.filter(event => event.page === 'NextSong'),
    event => [event.sessionId, event.itemInSession],
  ).map(same => first(same, latest('ts'), ...allBut(eventFields, 'sessionId', 'itemInSession', 'ts')));
  return {
    songplays: inOrder(plays.map(play => songplayOf(play, songOf(play, songs, match)))),
    users: inOrder(usersOf(events)),
    songs: inOrder(songsOf(songs)),
    artists: inOrder(artistsOf(songs)),
    time: inOrder([...new Set(plays.map(play => play.ts as number))].map(momentOf)),
  };
}

function songplayOf(play: Event, song: Song | undefined) {
  const id = BigInt(play.sessionId!) * 1_000_000n + BigInt(play.itemInSession!);
  return [
    Number.isSafeInteger(Number(id)) ? Number(id) : id,
    new Date(play.ts as number),
    play.userId,
    play.level,
    song?.song_id ?? null,
    song?.artist_id ?? null,
    play.sessionId,
    play.location,
    play.userAgent,
  ];
}

function songOf(play: Event, songs: readonly Song[], match: Matching): Song | undefined {
  const { length } = play;
  const alike = songs.filter(
    song => song.title !== null && song.title === play.song && song.artist_name === play.artist && play.artist !== null,
  );
  const distance = ({ duration }: Song) =>
    duration === null || length === null ? null : Math.abs((duration as number) - (length as number));
  const fitting = match === 'title+artist' ? alike : alike.filter(song => distance(song) === 0);
  return fitting.length === 0 ? undefined : first(fitting, distance, of('song_id'), of('artist_id'));
}

function usersOf(events: readonly Event[]) {
  const known = events.filter(event => event.userId !== null);
  return groupsOf(known, event => [event.userId])
    .map(same =>
      first(
        same,
        latest('ts'),
        latest('itemInSession'),
        latest('sessionId'),
        ...allBut(eventFields, 'userId', 'ts', 'itemInSession', 'sessionId'),
      ),
    )
    .map(event => [event.userId, event.firstName, event.lastName, event.gender, event.level]);
}

function songsOf(songs: readonly Song[]) {
  const fullest = ({ title, year, duration }: Song) => -[title, year || null, duration].filter(v => v !== null).length;
  return groupsOf(songs, song => [song.song_id])
    .map(same =>
      first(
        same.map(song => ({ ...song, year: song.year ?? 0 })),
        fullest,
        of('title'),
        of('artist_id'),
        of('year'),
        of('duration'),
      ),
    )
    .map(song => [song.song_id, song.title, song.artist_id, song.year, song.duration]);
}

function artistsOf(songs: readonly Song[]) {
  return groupsOf(songs, song => [song.artist_id]).map(same => {
    const described = same.map(song => [
      song.artist_name,
      song.artist_location || null,
      song.artist_latitude,
      song.artist_longitude,
    ]);
    const groups = groupsOf(described, tuple => tuple);
    const [best] = first(
      groups,
      group => -group.length,
      group => -group[0]!.filter(value => value !== null).length,
      ...[0, 1, 2, 3].map(i => (group: Value[][]) => group[0]![i]!),
    );
    return [same[0]!.artist_id, ...best!];
  });
}

function momentOf(ms: number) {
  const at = new Date(ms);
  const weekday = at.getUTCDay() || 7;
  const thursday = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 4 - weekday);
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday - newYear) / 604_800_000) + 1;
  return [at, at.getUTCHours(), at.getUTCDate(), week, at.getUTCMonth() + 1, at.getUTCFullYear(), weekday];
}

function rowOf<Name extends string>(line: Fields, names: readonly Name[], numbers: readonly string[]): Row<Name> {
  const value = (name: Name): Value => {
    const given = line[name] ?? null;
    if (given === null || (name === 'userId' && given === '')) return null;
    return numbers.includes(name) ? Number(given) : String(given);
  };
  return Object.fromEntries(names.map(name => [name, value(name)])) as Row<Name>;
}

function groupsOf<T>(rows: readonly T[], keyOf: (row: T) => readonly Value[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

const of =
  <Name extends string>(name: Name) =>
  (row: Row<Name>): Value =>
    row[name];

const latest =
  <Name extends string>(name: Name) =>
  (row: Row<Name>): Value =>
    -row[name]!;

const allBut = <Name extends string>(names: readonly Name[], ...but: readonly Name[]) =>
  names.filter(name => !but.includes(name)).map(of);

/** The row that comes first by these values, the smallest first, with none at all last. */
function first<T>(rows: readonly T[], ...by: readonly ((row: T) => Value)[]): T {
  const order = (a: T, b: T) => by.map(value => compare(value(a), value(b))).find(sign => sign !== 0) ?? 0;
  return [...rows].sort(order)[0]!;
}

function compare(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
