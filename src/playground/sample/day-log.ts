import { Dice } from './dice.ts';
import { bytesOf, eventLine, spoiled } from './event-line.ts';
import { type Audience, type Event, sessions } from './sessions.ts';

export interface Logs extends Audience {
  /** On an ordinary working day. */
  readonly eventsPerDay: number;
}

const purpose = 8;
const dayMs = 86_400_000;
const linesToABadOne = 150;
const mostBadLines = 3;

export const dateOf = ({ firstDayMs }: Logs, day: number): string =>
  new Date(firstDayMs + day * dayMs).toISOString().slice(0, 10);

export function logKey(logs: Logs, day: number): string {
  const date = dateOf(logs, day);
  return `log_data/${date.slice(0, 4)}/${date.slice(5, 7)}/${date}-events.json`;
}

export function dayOfKey(logs: Logs, key: string): number | undefined {
  const dayMsOfKey = Date.parse(`${/(\d{4}-\d\d-\d\d)-events\.json$/.exec(key)?.[1]}T00:00:00Z`);
  const day = (dayMsOfKey - logs.firstDayMs) / dayMs;
  return day >= 0 && logKey(logs, day) === key ? day : undefined;
}

/** A day's log, made anew each time it is asked for; its last line has no end. */
export function dayLogs(logs: Logs): (day: number) => Buffer {
  const sessionOf = sessions(logs);

  function eventsOf(day: number): Event[] {
    const wanted = eventsWanted(logs, day);
    const events: Event[] = [];
    for (let number = 0; events.length < wanted; number++) events.push(...sessionOf(day, number));
    return events.sort((a, b) => a.ts - b.ts || a.sessionId - b.sessionId || a.item - b.item);
  }

  /** The day before is told of again: one event as it was, and one as seen a second later. */
  function repeatedBy(day: number): Event[] {
    const [first, ...rest] = day === 0 ? [] : sessionOf(day - 1, 0);
    const last = rest.at(-1);
    return [...(first ? [first] : []), ...(last ? [{ ...last, ts: last.ts + 1000 }] : [])];
  }

  return day => {
    const lines = [...repeatedBy(day), ...eventsOf(day)].map(eventLine);
    return bytesOf(withBadLines(lines, new Dice(logs.seed, purpose, day), day));
  };
}

/** Less at the weekend, and never quite the same. */
function eventsWanted({ seed, eventsPerDay, firstDayMs }: Logs, day: number): number {
  const weekday = new Date(firstDayMs + day * dayMs).getUTCDay();
  const rhythm = weekday === 0 || weekday === 6 ? 0.6 : 1;
  return Math.max(1, Math.round(eventsPerDay * rhythm * (0.85 + 0.3 * new Dice(seed, purpose, day, 1).unit())));
}

function withBadLines(lines: readonly string[], dice: Dice, day: number): readonly string[] {
  const mixed = [...lines];
  const count = Math.min(mostBadLines, Math.floor(lines.length / linesToABadOne));
  for (let bad = 0; bad < count; bad++) {
    const at = dice.below(mixed.length);
    mixed.splice(at, 0, spoiled(mixed[at]!, day + bad));
  }
  return mixed;
}
