import type { Dice } from './dice.ts';
import type { Song } from './song.ts';

type Trap = (song: Song, dice: Dice, neighbour: () => Song) => Partial<Song>;

/** What real lakes hold to trip a pipeline up; each befalls one song of 64. */
export const songTraps: readonly (Trap | undefined)[] = [
  undefined,
  (_, dice) => ({ title: numberWithTenths(dice) }),
  (_, dice) => ({ artist: dice.between(100, 999) }),
  ({ title }) => ({ title: `<b>${title}</b> & <script>alert("${title}")</script>` }),
  ({ artist }) => ({ artist: `${artist} <img src=x onerror=alert(1)>` }),
  ({ title }) => ({ title: `${title}\u0001\u0007\t\n\r\u001f` }),
  ({ title }) => ({ title: `🎧 ${title} 👩‍🚀🏳️‍🌈` }),
  (_, dice) => ({ title: `\u200f${invented(dice, hebrew)} \u202e${invented(dice, hebrew)}` }),
  (_, dice) => ({
    artist: `${invented(dice, arabic)} ${invented(dice, arabic)}`,
    location: `${invented(dice, arabic)}، QA`,
  }),
  (_, dice) => ({ title: encodedTwice(`üb${dice.pick(['ö', 'ü', 'é'])}rlånd ñight`) }),
  ({ artist }) => ({ artist: encodedTwice(`Vjölna ${artist}`), location: encodedTwice('Brükhølm, VX') }),
  ({ title }) => ({ title: `'; DROP TABLE songs; -- "${title}" \\ $1 {0}` }),
  ({ title }) => ({ title: `  ${title} ` }),
  () => ({ title: 'NULL' }),
  ({ title }) => ({ title: `${title} `.repeat(40).trim() }),
  ({ title }) => ({ title: `${title} e\u0301\u2028` }),
  ({ artist }) => ({ artist: String(artist).toUpperCase(), location: '' }),
  ({ artist }) => ({ artist: `${artist} Featuring ${artist}`, location: null, latitude: null, longitude: null }),
  (_, dice) => ({
    title: `${invented(dice, kana)}の${invented(dice, kana)}`,
    artist: `${invented(dice, kana)}・${invented(dice, kana)}`,
  }),
  (_, __, neighbour) => {
    const { duration, songId: _id, ...same } = neighbour();
    return { ...same, duration: Math.round((duration + 41.5) * 100_000) / 100_000 };
  },
];

const hebrew = 'אבגדהוזחטילמנסעפצקרשת';
const arabic = 'ابتجدرزسشطعفقلمنوي';
const kana = 'アカサタナハマヤラワリルレロミネット';
const invented = (dice: Dice, alphabet: string): string => dice.text(dice.between(3, 6), alphabet);

/** Such as 4.6, never 4.0, which reads as 4. */
const numberWithTenths = (dice: Dice): number => (dice.between(1, 99) * 10 + dice.between(1, 9)) / 10;

/** UTF-8 taken for Latin-1 and encoded again. */
export const encodedTwice = (text: string): string => Buffer.from(text).toString('latin1');
