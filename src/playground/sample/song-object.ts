import { Dice } from './dice.ts';
import { type Catalogue, songAt } from './songs.ts';

const purpose = 4;
const aBadOneIn = 500;

/** The bytes of one song object. No two writers agreed on the order of keys, on spaces, on escapes or on the line end. */
export function songObject(catalogue: Catalogue, number: number): Buffer {
  const song = songAt(catalogue, number);
  const dice = new Dice(catalogue.seed, purpose, number);
  const members = [
    ['num_songs', 1],
    ['artist_id', song.artistId],
    ['artist_latitude', song.latitude],
    ['artist_longitude', song.longitude],
    ['artist_location', song.location],
    ['artist_name', song.artist],
    ['song_id', song.songId],
    ['title', song.title],
    ['duration', song.duration],
    ['year', song.year],
  ] as const;
  const isBad = number % aBadOneIn === aBadOneIn / 2;
  const isCut = isBad && dice.chance(0.5);
  const kept = isBad && !isCut ? members.filter(([name]) => name !== 'song_id') : members;
  const ordered = inSomeOrder(kept, dice);
  const [colon, comma] = dice.chance(0.5) ? [': ', ', '] : [':', ','];
  const text = `{${ordered.map(([name, value]) => `"${name}"${colon}${JSON.stringify(value)}`).join(comma)}}`;
  const escaped = dice.chance(0.5) ? escapeNonAscii(text) : text;
  if (isCut) return Buffer.from(escaped.slice(0, escaped.length >> 1));
  return Buffer.from(dice.chance(0.5) ? `${escaped}\n` : escaped);
}

function inSomeOrder<T>(members: readonly T[], dice: Dice): readonly T[] {
  if (dice.chance(0.5)) return members;
  if (dice.chance(0.5)) return members.toReversed();
  const at = dice.below(members.length);
  return [...members.slice(at), ...members.slice(0, at)];
}

const escapeNonAscii = (text: string): string =>
  text.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
