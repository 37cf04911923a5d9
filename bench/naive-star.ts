/**
 * The star as one would first write it: plain joins, no ranking, no duplicates removed, no checks.
 * Usage: naive-star.ts STAGING.duckdb OUT.duckdb. Prints the seconds of the statements alone.
 */
import { DuckDBInstance } from '@duckdb/node-api';

const [staging, out] = process.argv.slice(2) as [string, string];
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`ATTACH '${staging}' AS staged (READ_ONLY); ATTACH '${out}' AS out; USE out`);
await connection.run(`SET TimeZone = 'UTC'; SET memory_limit = '4GB'`);

const begun = performance.now();
await connection.run('BEGIN');
await connection.run(`CREATE TABLE songplays AS
  SELECT session_id * 1000000 + item_in_session AS songplay_id, make_timestamptz(ts * 1000) AS start_time,
    e.user_id, e.level, s.song_id, s.artist_id, e.session_id, e.location, e.user_agent
  FROM staged.staging_events AS e
  LEFT JOIN staged.staging_songs AS s ON s.title = e.song AND s.artist_name = e.artist
  WHERE e.page = 'NextSong'`);
await connection.run(`CREATE TABLE users AS
  SELECT DISTINCT user_id, first_name, last_name, gender, level FROM staged.staging_events WHERE user_id IS NOT NULL`);
await connection.run(`CREATE TABLE songs AS
  SELECT DISTINCT song_id, title, artist_id, year, duration FROM staged.staging_songs`);
await connection.run(`CREATE TABLE artists AS
  SELECT DISTINCT artist_id, artist_name AS name, artist_location AS location, artist_latitude AS latitude,
    artist_longitude AS longitude FROM staged.staging_songs`);
await connection.run(`CREATE TABLE time AS
  SELECT start_time, hour(t) AS hour, day(t) AS day, week(t) AS week, month(t) AS month, year(t) AS year, isodow(t) AS weekday
  FROM (SELECT DISTINCT start_time, make_timestamp(epoch_us(start_time)) AS t FROM songplays)`);
await connection.run('COMMIT');
console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1000 }));
connection.closeSync();
instance.closeSync();
