import { SparkifyError } from '../../base/errors.ts';
import { dateOf, dayLogs, dayOfKey, type Logs, logKey } from './day-log.ts';
import { songObject } from './song-object.ts';
import { songKey, songOfKey } from './songs.ts';

export interface SampleOptions {
  readonly seed: number;
  /** How many objects, one a song. */
  readonly songs: number;
  /** How many objects, one a day of events. */
  readonly days: number;
  readonly users: number;
  readonly eventsPerDay?: number | undefined;
  /** 2018-11-01, unless said otherwise. */
  readonly firstDay?: string | undefined;
}

/** A lake that nobody stored: every object is computed when it is asked for, and is always the same. */
export interface SampleLake {
  readonly songs: number;
  readonly days: number;
  songKey(song: number): string;
  songOfKey(key: string): number | undefined;
  songObject(song: number): Buffer;
  /** Any day, also one after the last: so late logs are made. */
  logKey(day: number): string;
  dayOfKey(key: string): number | undefined;
  logObject(day: number): Buffer;
  /** `2018-11-12` */
  dateOf(day: number): string;
}

const mostSongs = 10_000_000;
const mostDays = 36_500;

export function sampleLake(options: SampleOptions): SampleLake {
  const { seed, songs, days, users, eventsPerDay = Math.max(50, Math.round(users * 2.75)) } = options;
  const firstDayMs = Date.parse(`${options.firstDay ?? '2018-11-01'}T00:00:00Z`);
  demand('songs', songs, 1, mostSongs);
  demand('days', days, 0, mostDays);
  demand('users', users, 1, mostSongs);
  demand('events a day', eventsPerDay, 1, mostSongs);
  if (Number.isNaN(firstDayMs)) {
    throw new SparkifyError(
      'usage.option',
      `The first day ${options.firstDay} is not a date. Give one such as 2018-11-01.`,
    );
  }
  const logs: Logs = { seed, songs, users, firstDayMs, eventsPerDay, mostSessionsPerDay: eventsPerDay * 2 };
  return {
    songs,
    days,
    songKey: song => songKey(logs, song),
    songOfKey: key => songOfKey(logs, key),
    songObject: song => songObject(logs, song),
    logKey: day => logKey(logs, day),
    dayOfKey: key => dayOfKey(logs, key),
    logObject: dayLogs(logs),
    dateOf: day => dateOf(logs, day),
  };
}

function demand(what: string, number: number, least: number, most: number): void {
  if (Number.isInteger(number) && number >= least && number <= most) return;
  throw new SparkifyError(
    'usage.option',
    `A sample lake cannot have ${number} ${what}. Give a whole number from ${least} to ${most}.`,
  );
}
