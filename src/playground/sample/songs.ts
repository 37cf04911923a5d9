import { Dice } from './dice.ts';
import { artistName, cityName, songTitle } from './names.ts';
import type { Song } from './song.ts';
import { songTraps } from './song-traps.ts';

export interface Catalogue {
  readonly seed: number;
  readonly songs: number;
}

const purpose = { song: 1, artist: 2, place: 3 };
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const hexadecimals = '0123456789ABCDEF';
const leafCount = 26 ** 3;
const songsPerLeaf = 22;
const idsPerLeaf = 26 ** 3;

/** Rises with the number of the song, so that a listing can begin anywhere. */
export function songKey({ seed, songs }: Catalogue, song: number): string {
  const dice = new Dice(seed, purpose.place, song);
  // Songs lie evenly over the leaves, give or take less than the gap to the next.
  const place = Math.floor(((song + dice.unit() * 0.9) * placesFor(songs)) / songs);
  const name = inLetters(place, 6);
  return `song_data/${name[0]}/${name[1]}/${name[2]}/TR${name}${dice.text(10, hexadecimals)}.json`;
}

/** The song of a key, without looking at any other. */
export function songOfKey(catalogue: Catalogue, key: string): number | undefined {
  const name = /\/TR([A-Z]{6})[0-9A-F]{10}\.json$/.exec(key)?.[1];
  if (name === undefined) return undefined;
  const place = Array.from(name).reduce((sum, letter) => sum * 26 + letters.indexOf(letter), 0);
  const near = Math.floor((place * catalogue.songs) / placesFor(catalogue.songs));
  return [near, near + 1].find(song => song < catalogue.songs && songKey(catalogue, song) === key);
}

const placesFor = (songs: number): number => Math.min(leafCount, Math.ceil(songs / songsPerLeaf)) * idsPerLeaf;

export function songAt(catalogue: Catalogue, song: number): Song {
  const { seed, songs } = catalogue;
  const dice = new Dice(seed, purpose.song, song);
  const chance = dice.unit();
  const artist = artistAt(seed, Math.floor(chance * chance * Math.ceil(songs / 3)));
  const plain: Song = {
    ...artist,
    location: artist.location !== null && dice.chance(0.05) ? artist.location.toUpperCase() : artist.location,
    songId: `SO${inLetters((song * 48_271) % 26 ** 6, 6)}${dice.text(10, hexadecimals)}`,
    title: songTitle(dice),
    duration: dice.between(6_000_000, 60_000_000) / 100_000,
    year: dice.chance(0.35) ? 0 : dice.between(1958, 2018),
  };
  const trap = songTraps[song % everyTrapWithin];
  return trap ? { ...plain, ...trap(plain, dice, () => songAt(catalogue, song - 1)) } : plain;
}

/** So many songs hold every trap once; the rest of them are plain. */
export const everyTrapWithin = 64;

function artistAt(seed: number, artist: number) {
  const dice = new Dice(seed, purpose.artist, artist);
  const name = artistName(dice);
  const isPlaced = dice.chance(0.55);
  return {
    artistId: `AR${inLetters((artist * 48_271) % 26 ** 6, 6)}${dice.text(10, hexadecimals)}`,
    artist: name,
    latitude: isPlaced ? dice.between(-5_500_000, 7_000_000) / 100_000 : null,
    longitude: isPlaced ? dice.between(-17_000_000, 17_000_000) / 100_000 : null,
    location: isPlaced || dice.chance(0.4) ? cityName(dice) : dice.chance(0.7) ? '' : null,
  };
}

function inLetters(number: number, length: number): string {
  let text = '';
  for (let rest = number; text.length < length; rest = Math.floor(rest / 26)) text = letters[rest % 26] + text;
  return text;
}
