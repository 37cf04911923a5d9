import { artists } from './artists.ts';
import type { Matching } from './matching.ts';
import { fieldsOf, smallestFirst } from './ranking.ts';
import { songs } from './songs.ts';
import { stagingEvents } from './staging-events.ts';
import { bigint, table, text, timestamp } from './table.ts';
import { time } from './time.ts';
import { users } from './users.ts';

const fields = fieldsOf(stagingEvents, 'session_id', 'item_in_session', 'ts');
const needed = [
  'session_id',
  'item_in_session',
  'ts',
  'user_id',
  'level',
  'location',
  'user_agent',
  'song',
  'artist',
  'length',
];

/**
 * The plays: events with page NextSong, one for each (session_id, item_in_session); few are repeated, so only those are
 * ranked. A join that finds nothing says the same as NOT EXISTS, without gathering the distinct keys of all plays first.
 */
const plays = (events: string) => `
again AS (
  SELECT session_id, item_in_session
  FROM ${events} AS e
  WHERE page = 'NextSong'
  GROUP BY session_id, item_in_session
  HAVING count(*) > 1
),
ranked AS (
  SELECT e.*, row_number() OVER (
    PARTITION BY e.session_id, e.item_in_session
    ORDER BY e.ts DESC, ${smallestFirst(fields.map(field => `e.${field}`))}
  ) AS place
  FROM ${events} AS e
  JOIN again ON again.session_id = e.session_id AND again.item_in_session = e.item_in_session
  WHERE e.page = 'NextSong'
),
plays AS (
  SELECT ${needed.map(column => `e.${column}`).join(', ')} FROM ${events} AS e
  LEFT JOIN again ON again.session_id = e.session_id AND again.item_in_session = e.item_in_session
  WHERE e.page = 'NextSong' AND again.session_id IS NULL
  UNION ALL
  SELECT ${needed.join(', ')} FROM ranked WHERE place = 1
)`;

/** `matches`: for each (song, artist, length) that plays can have, the song they mean; many plays ask for the same. */
const matches: Record<Matching, (events: string, songs: string) => string> = {
  'title+artist': (events, songs) => `
candidates AS (
  SELECT DISTINCT title, artist_name, duration, song_id, artist_id FROM ${songs} AS s
  WHERE artist_name IS NOT NULL AND title IN (SELECT song FROM ${events} AS e WHERE page = 'NextSong')
),
named AS (
  SELECT title, artist_name, count(*) AS songs, min(song_id) AS song_id, min(artist_id) AS artist_id
  FROM candidates
  GROUP BY title, artist_name
),
asked AS (
  SELECT DISTINCT e.song, e.artist, e.length
  FROM ${events} AS e
  JOIN named ON named.title = e.song AND named.artist_name = e.artist AND named.songs > 1
  WHERE e.page = 'NextSong'
),
nearest AS (
  SELECT asked.song, asked.artist, asked.length, c.song_id, c.artist_id, row_number() OVER (
    PARTITION BY asked.song, asked.artist, asked.length
    ORDER BY abs(c.duration - asked.length) NULLS LAST, c.song_id, c.artist_id
  ) AS place
  FROM asked
  JOIN candidates AS c ON c.title = asked.song AND c.artist_name = asked.artist
)`,
  'title+artist+duration': (_, songs) => `
candidates AS (
  SELECT title, artist_name, duration, song_id, artist_id, row_number() OVER (
    PARTITION BY title, artist_name, duration ORDER BY song_id, artist_id
  ) AS place
  FROM ${songs} AS s
  WHERE title IS NOT NULL AND artist_name IS NOT NULL AND duration IS NOT NULL
)`,
};

const matched: Record<Matching, { song: string; artist: string; from: string }> = {
  'title+artist': {
    song: 'CASE WHEN named.songs = 1 THEN named.song_id ELSE nearest.song_id END',
    artist: 'CASE WHEN named.songs = 1 THEN named.artist_id ELSE nearest.artist_id END',
    from: `
LEFT JOIN named ON named.title = plays.song AND named.artist_name = plays.artist
LEFT JOIN nearest ON nearest.song = plays.song AND nearest.artist = plays.artist
  AND coalesce(nearest.length, 0) = coalesce(plays.length, 0)
  AND (nearest.length IS NULL) = (plays.length IS NULL) AND nearest.place = 1`,
  },
  'title+artist+duration': {
    song: 'c.song_id',
    artist: 'c.artist_id',
    from: `
LEFT JOIN candidates AS c ON c.title = plays.song AND c.artist_name = plays.artist
  AND c.duration = plays.length AND c.place = 1`,
  },
};

export const songplays = table('songplays', {
  is: 'fact',
  says: 'One row for each song a listener played.',
  columns: {
    songplay_id: bigint('The event itself: session_id * 1000000 + item_in_session.').key(),
    start_time: timestamp('When the play began, UTC.').notNull().references(time),
    user_id: bigint('Who listened.').references(users),
    level: text('Their subscription at that moment: free or paid.').oneOf('free', 'paid'),
    song_id: text('The song, where title and artist match one.').references(songs),
    artist_id: text("That song's artist.").references(artists),
    session_id: bigint('The visit it was part of.').notNull(),
    location: text('Where the listener was.'),
    user_agent: text("The listener's browser, as it names itself."),
  },
  partitions: { year: d => d.year('start_time'), month: d => d.month('start_time') },
  sortedBy: ['start_time', 'songplay_id'],
  built: {
    from: 'staging_events',
    keyOf: 'session_id * 1000000 + item_in_session',
    keyTells: { session_id: d => d.quotient('id', '1000000') },
    where: "page = 'NextSong'",
    looksUp: { table: 'staging_songs', by: { song: 'title', artist: 'artist_name' } },
    select: (d, { staging_events, staging_songs }, { match }) => `
WITH ${plays(staging_events)},${matches[match](staging_events, staging_songs)}
SELECT plays.session_id * 1000000 + plays.item_in_session AS songplay_id,
  ${d.fromEpochMillis('plays.ts')} AS start_time,
  plays.user_id, plays.level,
  ${matched[match].song} AS song_id,
  ${matched[match].artist} AS artist_id,
  plays.session_id, plays.location, plays.user_agent
FROM plays${matched[match].from}`,
  },
});
