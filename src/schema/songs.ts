import { artists } from './artists.ts';
import { filled, smallestFirst } from './ranking.ts';
import { double, integer, table, text } from './table.ts';

export const songs = table('songs', {
  is: 'dimension',
  says: 'One row for each song in the catalogue.',
  columns: {
    song_id: text('The song.').key(),
    title: text("The song's title."),
    artist_id: text('Whose song it is.').notNull().references(artists),
    year: integer('Year of release; 0 where unknown.').notNull(),
    duration: double('Length in seconds.'),
  },
  partitions: { year: () => 'year' },
  sortedBy: ['artist_id', 'song_id'],
  built: {
    from: 'staging_songs',
    keyOf: 'song_id',
    where: 'song_id IS NOT NULL',
    // Of several rows the one that knows most; a year of 0 is not known.
    select: (_, { staging_songs }) => `
WITH known AS (
  SELECT DISTINCT song_id, title, artist_id, coalesce(year, 0) AS year, duration
  FROM ${staging_songs} AS s
),
ranked AS (
  SELECT known.*, row_number() OVER (
    PARTITION BY song_id
    ORDER BY ${filled('title', 'nullif(year, 0)', 'duration')} DESC,
      ${smallestFirst(['title', 'artist_id', 'year', 'duration'])}
  ) AS place
  FROM known
)
SELECT song_id, title, artist_id, year, duration FROM ranked WHERE place = 1`,
  },
});
