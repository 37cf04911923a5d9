import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { measureProcess } from '../child.ts';
import { type Line, median, seconds } from '../report.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const naiveScript = fileURLToPath(new URL('../naive-star.ts', import.meta.url));

const events = 5_000_000;
const songs = 385_000;
const days = 30;
// A run after the one that built the star.
const later = 100;

/** The transform of a large star, with its checks, against a naive one; and one new day against the whole. */
export async function largeStar({ rounds }: { rounds: number }, say: (line: string) => void): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-bench-'));
  const path = (name: string) => join(folder, name);
  const transform = (warehouse: string) =>
    measureProcess(process.execPath, [cli, 'transform', '--warehouse', warehouse, '--json', '--quiet']);
  try {
    await measureProcess(process.execPath, [cli, 'create', '--warehouse', path('staged.duckdb'), '--json', '--quiet']);
    await stage(path('staged.duckdb'), `day < ${days - 1}`, 1);
    const whole: number[] = [];
    const naive: number[] = [];
    const day: number[] = [];
    const peaks: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const warehouse = path(`${round}.duckdb`);
      const plain = path(`naive-${round}.duckdb`);
      await copyFile(path('staged.duckdb'), warehouse);
      const { stdout } = await measureProcess(process.execPath, [
        '--import',
        'tsx',
        naiveScript,
        path('staged.duckdb'),
        plain,
      ]);
      naive.push(JSON.parse(stdout).seconds);
      const full = await transform(warehouse);
      whole.push(full.seconds);
      peaks.push(full.peakBytes ?? 0);
      await stage(warehouse, `day = ${days - 1}`, later);
      day.push((await transform(warehouse)).seconds);
      say(
        `  round ${round + 1}: naive ${seconds(naive.at(-1)!)}, transform ${seconds(full.seconds)}, one new day ${seconds(day.at(-1)!)}, peak ${(peaks.at(-1)! / 1e6).toFixed(0)} MB`,
      );
      await rm(warehouse);
      await rm(plain);
    }
    return [
      {
        what: `transform of ${events} events, ${songs} songs, with checks`,
        measured: seconds(median(whole)),
        against: `naive star ${seconds(median(naive))}`,
        ratio: median(whole) / median(naive),
        target: 2,
        unit: 'times',
      },
      {
        what: 'its peak memory',
        measured: '',
        against: '',
        ratio: median(peaks) / 1024 / 1024,
        target: 1536,
        unit: 'MB',
      },
      {
        what: `one new day (${Math.round(events / days)} events)`,
        measured: seconds(median(day)),
        against: `whole transform ${seconds(median(whole))}`,
        ratio: median(day) / median(whole),
        target: 0.3,
        unit: 'times',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Staging as extract would have left it: rows and their entries in the books. */
async function stage(warehouse: string, condition: string, run: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`ATTACH '${warehouse}' AS warehouse; USE warehouse`);
  await connection.run(`
CREATE TEMP TABLE e AS SELECT *, 's3://bench/log_data/2018/11/day-' || day || '.json' AS object FROM (
  SELECT i, i * ${days} // ${events} AS day, i // 40 AS session_id, i % 40 AS item_in_session,
    (hash(i) % ${songs})::BIGINT AS s, (hash(i // 40) % 60000)::BIGINT AS u, i % 7 <> 6 AS is_play
  FROM range(${events}) AS t(i)
) WHERE ${condition}`);
  await connection.run(`
INSERT INTO staging_events SELECT
  CASE WHEN is_play THEN CASE WHEN i % 3 = 0 THEN 'Artist ' || (s % 90000) ELSE 'Other ' || (s % 50000) END END,
  'Logged In', 'First' || (u % 500), CASE WHEN u % 2 = 0 THEN 'M' ELSE 'F' END, item_in_session, 'Last' || (u % 700),
  CASE WHEN is_play THEN 100 + (s % 3000) / 10.0 END, CASE WHEN hash(u) % 4 = 0 THEN 'free' ELSE 'paid' END,
  'City ' || (u % 300) || ', XX', 'PUT', CASE WHEN is_play THEN 'NextSong' ELSE 'Home' END, 1540000000000.0 + u, session_id,
  CASE WHEN is_play THEN 'Title ' || s END, 200, 1541000000000 + i * 520,
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.78.2 ' || (u % 50), u, object, i + 1
FROM e`);
  await connection.run(
    `INSERT INTO books.objects SELECT object, 'events', 1, 'x', now(), count(*), count(*), 0, ${run} FROM e GROUP BY object`,
  );
  if (run === 1) {
    await connection.run(`
INSERT INTO staging_songs SELECT 1, 'AR' || md5((i % 90000)::VARCHAR)[:16],
  CASE WHEN i % 3 = 0 THEN NULL ELSE (i % 180) - 90.0 END, CASE WHEN i % 3 = 0 THEN NULL ELSE (i % 360) - 180.0 END,
  CASE WHEN i % 5 = 0 THEN '' ELSE 'City ' || (i % 90000 % 1000) END, 'Artist ' || (i % 90000), 'SO' || md5(i::VARCHAR)[:16],
  'Title ' || i, 100 + (i % 3000) / 10.0, CASE WHEN i % 2 = 0 THEN 0 ELSE 1950 + i % 60 END,
  's3://bench/song_data/' || i || '.json', 1 FROM range(${songs}) AS t(i)`);
    await connection.run(
      `INSERT INTO books.objects SELECT object, 'songs', 1, 'x', now(), 1, 1, 0, ${run} FROM staging_songs`,
    );
  }
  await connection.run(`INSERT INTO books.runs (run, status) VALUES (${run + 1}, 'succeeded')`);
  connection.closeSync();
  instance.closeSync();
}
