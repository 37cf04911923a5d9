import { MemoryLake, type MemoryLakeOptions } from './memory-lake.ts';

/** The fields of a JSON object; `undefined` leaves a key out. */
export type Fields = Readonly<Record<string, unknown>>;

/** Where the pipeline reads from. */
export interface Lakes {
  readonly songs: MemoryLake;
  readonly events: MemoryLake;
}

export interface Day {
  readonly date: string;
  readonly events: readonly Fields[];
}

interface Content {
  /** The songs, or how many that do not matter. */
  readonly songs?: readonly Fields[] | number;
  readonly events?: Day | readonly Day[];
}

/** A song of which only the fields given matter. */
export const song = (fields: Fields = {}): Fields => ({
  num_songs: 1,
  artist_id: 'AR1',
  artist_latitude: null,
  artist_longitude: null,
  artist_location: '',
  artist_name: 'Some Artist',
  title: 'Some Title',
  duration: 200.5,
  year: 0,
  ...fields,
});

/** An event that is no play, of which only the fields given matter. */
export const event = (fields: Fields = {}): Fields => ({
  artist: null,
  auth: 'Logged In',
  firstName: 'Ada',
  gender: 'F',
  lastName: 'Byron',
  length: null,
  level: 'free',
  location: 'London',
  method: 'GET',
  page: 'Home',
  registration: 1540000000000.5,
  sessionId: 1,
  song: null,
  status: 200,
  userAgent: 'Mozilla/5.0',
  userId: '7',
  ...fields,
});

export const play = (fields: Fields = {}): Fields =>
  event({ page: 'NextSong', method: 'PUT', artist: 'Some Artist', song: 'Some Title', length: 200.5, ...fields });

export const plays = (count: number, fields: Fields = {}): Fields[] =>
  Array.from({ length: count }, () => play(fields));

/** The events of one day, each a second after the one before it and next in its session, where they do not say otherwise. */
export const day = (date: string, events: readonly Fields[]): Day => ({
  date,
  events: events.map((one, i) => ({ itemInSession: i, ts: Date.parse(`${date}T00:00:00Z`) + i * 1000, ...one })),
});

export const lines = (rows: readonly Fields[]): string => rows.map(row => JSON.stringify(row)).join('\n');

export const songKey = (index: number): string => `A/A/TR${String(index).padStart(6, '0')}.json`;
export const dayKey = (date: string): string => `${date.slice(0, 4)}/${date.slice(5, 7)}/${date}-events.json`;

export function lake({ songs = 1, events = [] }: Content, options: MemoryLakeOptions = {}): Lakes {
  const lakes = {
    songs: new MemoryLake('memory://lake/song_data/', options),
    events: new MemoryLake('memory://lake/log_data/', options),
  };
  const rows = typeof songs === 'number' ? Array.from({ length: songs }, () => song()) : songs;
  for (const [i, row] of rows.entries()) {
    lakes.songs.set(songKey(i), JSON.stringify({ song_id: `SO${String(i).padStart(6, '0')}`, ...row }));
  }
  for (const one of 'date' in events ? [events] : events) addDay(lakes, one);
  return lakes;
}

export function addDay({ events }: Lakes, one: Day): void {
  events.set(dayKey(one.date), lines(one.events));
}
