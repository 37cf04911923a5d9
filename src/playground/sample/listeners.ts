import { Dice } from './dice.ts';
import { cityName, firstName, lastName } from './names.ts';
import { encodedTwice } from './song-traps.ts';

export type Level = 'free' | 'paid';

export interface Listener {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly gender: 'F' | 'M';
  readonly location: string;
  readonly userAgent: string;
  readonly registeredMs: number;
  levelAt(ts: number): Level;
}

const purpose = 5;
const dayMs = 86_400_000;

/** As browsers send them; some loggers keep the quotes around. */
const agents = [
  '"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36"',
  '"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/36.0.1985.125 Safari/537.36"',
  'Mozilla/5.0 (Windows NT 5.1; rv:31.0) Gecko/20100101 Firefox/31.0',
  'Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; WOW64; Trident/6.0)',
];

export function listenerAt(seed: number, number: number, firstDayMs: number): Listener {
  const dice = new Dice(seed, purpose, number);
  const first = firstName(dice);
  const location = cityName(dice);
  return {
    id: number + 1,
    firstName: dice.chance(0.03) ? encodedTwice(`${first}ö`) : first,
    lastName: lastName(dice),
    gender: dice.chance(0.5) ? 'F' : 'M',
    location: dice.chance(0.03) ? encodedTwice(`Ø${location}`) : location,
    userAgent: dice.pick(agents),
    registeredMs: firstDayMs - dice.between(dayMs, 200 * dayMs),
    levelAt: levels(number, dice, firstDayMs),
  };
}

/** Most keep one level; some go back and forth every few days. The first three are one of each. */
function levels(number: number, dice: Dice, firstDayMs: number): (ts: number) => Level {
  const draw = dice.unit();
  const habit =
    number < 3 ? ['switches', 'paid', 'free'][number] : draw < 0.25 ? 'switches' : draw < 0.45 ? 'paid' : 'free';
  if (habit !== 'switches') return () => (habit === 'paid' ? 'paid' : 'free');
  const periodMs = dice.between(2 * dayMs, 8 * dayMs);
  const phaseMs = dice.below(periodMs);
  return ts => (Math.floor((ts - firstDayMs + phaseMs) / periodMs) % 2 === 0 ? 'free' : 'paid');
}
