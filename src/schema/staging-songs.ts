import { bigint, double, integer, table, text } from './table.ts';

export const stagingSongs = table('staging_songs', {
  is: 'staging',
  says: 'One row for each song object: a song, and its artist as written there.',
  columns: {
    num_songs: integer('Songs in the object: always 1.').from('num_songs'),
    artist_id: text('The artist.').fromIdentifier('artist_id'),
    artist_latitude: double('Where the artist is from: latitude.').from('artist_latitude'),
    artist_longitude: double('Where the artist is from: longitude.').from('artist_longitude'),
    artist_location: text('Where the artist is from, in words.').from('artist_location'),
    artist_name: text("The artist's name as spelled here.").from('artist_name'),
    song_id: text('The song.').fromIdentifier('song_id'),
    title: text("The song's title.").from('title'),
    duration: double('Length in seconds.').from('duration'),
    year: integer('Year of release; 0 where unknown.').from('year'),
    object: text('The object this row was read from.').notNull(),
    line: bigint('Its line there, from 1.').notNull(),
  },
});
