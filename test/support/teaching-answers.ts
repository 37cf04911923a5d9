import { FolderLake } from '../../src/lake/folder/folder-lake.ts';
import type { Connection } from '../../src/warehouse/connection.ts';
import { atWork } from './pipeline.ts';

const questions = {
  rows: `SELECT (SELECT count(*) FROM staging_songs) AS staging_songs, (SELECT count(*) FROM staging_events) AS staging_events,
    (SELECT count(*) FROM songplays) AS songplays, (SELECT count(*) FROM songs) AS songs, (SELECT count(*) FROM artists) AS artists,
    (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM time) AS time`,
  matched: `SELECT song_id, artist_id, user_id, session_id, start_time::VARCHAR AS start_time FROM songplays WHERE song_id IS NOT NULL`,
  usersByLevel: 'SELECT level, count(*) AS users FROM users GROUP BY level ORDER BY level',
  changedLevel: `SELECT user_id, level FROM users WHERE user_id IN (
    SELECT user_id FROM staging_events GROUP BY user_id HAVING count(DISTINCT level) > 1) ORDER BY user_id`,
  firstAndLast: 'SELECT min(start_time)::VARCHAR AS first, max(start_time)::VARCHAR AS last FROM songplays',
  byLevel: 'SELECT level, count(*) AS plays FROM songplays GROUP BY level ORDER BY level',
  byWeekday: 'SELECT weekday, count(*) AS plays FROM songplays JOIN time USING (start_time) GROUP BY 1 ORDER BY 1',
  byWeek: 'SELECT week, count(*) AS plays FROM songplays JOIN time USING (start_time) GROUP BY 1 ORDER BY 1',
  byHour: 'SELECT hour, count(*) AS plays FROM songplays JOIN time USING (start_time) GROUP BY 1 ORDER BY 1',
  byUser: 'SELECT user_id, count(*) AS plays FROM songplays GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5',
  byArtist: `SELECT artist, count(*) AS plays FROM staging_events WHERE page = 'NextSong' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3`,
  byLocation: 'SELECT location, count(*) AS plays FROM songplays GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3',
  sums: `SELECT sum(ts)::VARCHAR AS ts, sum(user_id)::VARCHAR AS user_id, sum(session_id)::VARCHAR AS session_id, sum(item_in_session)::VARCHAR AS item
    FROM staging_events WHERE page = 'NextSong'`,
  momentsByWeekday: 'SELECT weekday, count(*) AS moments FROM time GROUP BY 1 ORDER BY 1',
};

export type Answers = Readonly<Record<keyof typeof questions, readonly (readonly unknown[])[]>>;

/** The pipeline over the teaching subset, and what its star answers. */
export function answersFrom(folder: string): Promise<Answers> {
  const at = (name: string) => new FolderLake(`${folder}/${name}`, {});
  return atWork({}, async ({ run, connection }) => {
    const { status, error } = await run({ songs: at('song_data'), events: at('log_data') });
    if (status !== 'succeeded') throw new Error(error?.message ?? status);
    return Object.fromEntries(
      await Promise.all(Object.entries(questions).map(async ([name, sql]) => [name, await answer(connection, sql)])),
    );
  });
}

async function answer(connection: Connection, sql: string): Promise<unknown[][]> {
  return (await connection.rows(sql)).map(row => Object.values(row));
}

if (process.argv[1] === import.meta.filename) {
  process.stdout.write(JSON.stringify(await answersFrom(process.argv[2]!)));
}
