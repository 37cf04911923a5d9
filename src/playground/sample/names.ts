import type { Dice } from './dice.ts';

// Everybody and everything here is invented; a likeness would be an accident of syllables.
const onsets = 'b br d dr f g gl h j k kl l m n p pl qu r s sk st t th tr v vl w z zh'.split(' ');
const vowels = 'a e i o u ai ea ie ou'.split(' ');
const accented = ['ö', 'ü', 'é', 'å', 'ñ', 'ø'];
const codas = ['', '', '', 'l', 'm', 'n', 'r', 's', 'nd', 'rk', 'lt'];

const things = (
  'harbour lantern orchard thunder paper glass river engine meadow window shadow copper winter signal garden ' +
  'satellite carousel feather mountain corner kettle bicycle compass ember telescope puddle ladder marble'
).split(' ');
const qualities = (
  'quiet crooked golden hollow restless borrowed electric distant tender broken midnight slow paper northern ' +
  'invisible patient salty velvet clumsy burning weightless'
).split(' ');
const deeds = 'chasing leaving counting painting holding forgetting mending following stealing naming'.split(' ');
const ensembles = ['Quartet', 'Collective', 'Sound System', 'Brothers', 'Orchestra', 'Club', 'Machine', 'Society'];
const regions = ['QA', 'QB', 'VX', 'ZN', 'XO', 'YK', 'WQ', 'UZ'];

function word(dice: Dice, least: number, most: number): string {
  let made = '';
  for (let rest = dice.between(least, most); rest > 0; rest--) {
    const vowel = dice.chance(0.04) ? dice.pick(accented) : dice.pick(vowels);
    made += dice.pick(onsets) + vowel + (rest === 1 ? dice.pick(codas) : '');
  }
  return capital(made);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const firstName = (dice: Dice): string => word(dice, 1, 2);
export const lastName = (dice: Dice): string => word(dice, 2, 3);

export function cityName(dice: Dice): string {
  const town = `${word(dice, 2, 3)}${dice.pick(['', '', ' Bay', ' Falls', '-on-Water'])}`;
  const whole = dice.chance(0.3) ? `${town}-${word(dice, 2, 2)}` : town;
  return `${whole}, ${dice.chance(0.2) ? `${dice.pick(regions)}-${dice.pick(regions)}` : dice.pick(regions)}`;
}

export function artistName(dice: Dice): string {
  switch (dice.below(5)) {
    case 0:
      return `The ${word(dice, 2, 3)}s`;
    case 1:
      return `${word(dice, 2, 3)} ${dice.pick(ensembles)}`;
    case 2:
      return `${firstName(dice)} & The ${capital(dice.pick(qualities))} ${word(dice, 2, 2)}s`;
    case 3:
      return word(dice, 2, 4);
    default:
      return `${firstName(dice)} ${lastName(dice)}`;
  }
}

export function songTitle(dice: Dice): string {
  const thing = capital(dice.pick(things));
  const quality = capital(dice.pick(qualities));
  const plain = [
    () => `${quality} ${thing}`,
    () => `${capital(dice.pick(deeds))} ${word(dice, 2, 3)}`,
    () => `${word(dice, 2, 3)}'s ${thing}`,
    () => `The ${quality} ${thing} of ${word(dice, 2, 3)}`,
    () => `${thing}, ${capital(dice.pick(things))}`,
  ];
  const title = dice.pick(plain)();
  return dice.chance(0.12)
    ? `${title} (${dice.pick(['Live', 'Remix', 'Album Version', 'Acoustic', 'Reprise'])})`
    : title;
}
