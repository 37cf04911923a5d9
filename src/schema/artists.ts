import { filled, smallestFirst } from './ranking.ts';
import { double, table, text } from './table.ts';

export const artists = table('artists', {
  is: 'dimension',
  says: 'One row for each artist, as most of their songs describe them.',
  columns: {
    artist_id: text('The artist.').key(),
    name: text("The artist's name."),
    location: text('Where they are from, in words.'),
    latitude: double('Where they are from: latitude.'),
    longitude: double('Where they are from: longitude.'),
  },
  sortedBy: ['artist_id'],
  built: {
    from: 'staging_songs',
    keyOf: 'artist_id',
    where: 'artist_id IS NOT NULL',
    // Name and place are chosen together, as some song really gave them: most frequent, then fullest, then smallest.
    select: (_, { staging_songs }) => `
WITH described AS (
  SELECT artist_id, artist_name AS name, nullif(artist_location, '') AS location,
    artist_latitude AS latitude, artist_longitude AS longitude, count(*) AS songs
  FROM ${staging_songs} AS s
  GROUP BY 1, 2, 3, 4, 5
),
ranked AS (
  SELECT described.*, row_number() OVER (
    PARTITION BY artist_id
    ORDER BY songs DESC, ${filled('name', 'location', 'latitude', 'longitude')} DESC,
      ${smallestFirst(['name', 'location', 'latitude', 'longitude'])}
  ) AS place
  FROM described
)
SELECT artist_id, name, location, latitude, longitude FROM ranked WHERE place = 1`,
  },
});
