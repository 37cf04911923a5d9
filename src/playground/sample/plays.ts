import { Dice, shuffled } from './dice.ts';
import { artistName, songTitle } from './names.ts';
import { type Catalogue, songAt } from './songs.ts';

/** What a log tells of the song that was played, as JSON. */
export interface Play {
  readonly artist: string;
  readonly song: string;
  readonly length: number;
}

const purpose = 6;
const shareOfCatalogue = 0.45;
const shareOfNearMisses = 0.03;

/** Chooses songs: few are played often, and more than half of the plays are of songs that the lake does not hold. */
export function playing(catalogue: Catalogue): (dice: Dice) => Play {
  const { seed, songs } = catalogue;
  const songOfRank = shuffled(songs);
  const known = remembering(song => songAt(catalogue, song));
  const elsewhere = remembering(number => playFromElsewhere(seed, number));
  return dice => {
    const draw = dice.unit();
    const chance = dice.unit();
    const popularity = chance * chance * chance;
    if (draw >= shareOfCatalogue) return elsewhere(Math.floor(popularity * songs * 3));
    const { title, artist, duration } = known(songOfRank(Math.floor(popularity * songs)));
    const isOtherCut = dice.chance(0.08);
    return {
      // Another capitalisation is another text: such a play matches nothing.
      artist: JSON.stringify(draw < shareOfNearMisses ? `${artist} `.toUpperCase() : String(artist)),
      // Some writers of logs turn titles into numbers as well.
      song: JSON.stringify(dice.chance(0.5) ? title : String(title)),
      length: isOtherCut ? Math.round((duration + 0.5) * 100_000) / 100_000 : duration,
    };
  };
}

function playFromElsewhere(seed: number, number: number): Play {
  const dice = new Dice(seed, purpose, number);
  return {
    artist: JSON.stringify(artistName(dice)),
    song: JSON.stringify(songTitle(dice)),
    length: dice.between(6_000_000, 60_000_000) / 100_000,
  };
}

const mostRemembered = 50_000;

/** Popular songs come up again and again; making each anew would take most of the time of a day's log. */
function remembering<T>(make: (number: number) => T): (number: number) => T {
  const made = new Map<number, T>();
  return number => {
    const one = made.get(number) ?? make(number);
    if (made.size < mostRemembered) made.set(number, one);
    return one;
  };
}
