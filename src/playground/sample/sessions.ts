import { Dice, shuffled } from './dice.ts';
import { type Level, type Listener, listenerAt } from './listeners.ts';
import { type Play, playing } from './plays.ts';
import type { Catalogue } from './songs.ts';

export interface Event {
  readonly ts: number;
  readonly sessionId: number;
  readonly item: number;
  readonly page: string;
  readonly level: Level;
  /** Undefined while logged out. */
  readonly listener: Listener | undefined;
  /** Only for a play. */
  readonly play: Play | undefined;
}

export interface Audience extends Catalogue {
  readonly users: number;
  readonly firstDayMs: number;
  /** How many session ids a day has to itself. */
  readonly mostSessionsPerDay: number;
}

const purpose = 7;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** When sessions begin: least in the small hours, most in the late afternoon. */
const weightsOfHours = [16, 15, 12, 11, 13, 16, 18, 18, 21, 27, 31, 34, 36, 40, 47, 54, 54, 49, 50, 43, 36, 34, 30, 20];
const hours = weightsOfHours.flatMap((weight, hour) => Array<number>(weight).fill(hour));

/** Between plays people look around. */
const pages = 'Home Home Home Home Home Home Settings Help About Downgrade Upgrade Error Save-Settings'.split(' ');

/** Any session of any day, on its own: the same whatever was asked before. */
export function sessions(audience: Audience): (day: number, number: number) => Event[] {
  const { seed, users, firstDayMs, mostSessionsPerDay } = audience;
  const choosePlay = playing(audience);
  const userOfRank = shuffled(users);

  return (day, number) => {
    const dice = new Dice(seed, purpose, day, number);
    const eagerness = dice.unit();
    const user = userOfRank(Math.floor(eagerness * eagerness * users));
    const listener = listenerAt(seed, user, firstDayMs);
    const sessionId = day * mostSessionsPerDay + number + 1;
    const endOfDay = firstDayMs + (day + 1) * dayMs;
    const events: Event[] = [];
    let ts = firstDayMs + day * dayMs + dice.pick(hours) * hourMs + dice.below(hourMs);
    let level = listener.levelAt(ts);

    const add = (page: string, seconds: number, isLoggedIn = true): void => {
      if (ts >= endOfDay) return;
      const play = page === 'NextSong' ? choosePlay(dice) : undefined;
      const who = isLoggedIn ? listener : undefined;
      events.push({ ts, sessionId, item: events.length, page, level, listener: who, play });
      ts += Math.floor(play?.length ?? seconds) * 1000;
    };

    if (dice.chance(0.2)) {
      add('Home', dice.between(1, 60), false);
      add('Login', 1, false);
    }
    const mostPlays = level === 'paid' ? 60 : 12;
    for (let plays = dice.between(1, mostPlays); plays > 0 && ts < endOfDay; plays--) {
      if (dice.chance(0.12)) add(dice.pick(pages).replace('-', ' '), dice.between(5, 90));
      const levelNow = listener.levelAt(ts);
      if (levelNow !== level) add(levelNow === 'paid' ? 'Submit Upgrade' : 'Submit Downgrade', 2);
      level = levelNow;
      add('NextSong', 0);
    }
    if (dice.chance(0.15)) {
      add('Logout', 1);
      add('Home', 1, false);
    }
    return events;
  };
}
