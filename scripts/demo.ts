// The pipeline from end to end on a sample lake, with the built command, as a person would type it. All files go to demo/, or to the
// folder that is named.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { paintFor } from '../src/base/paint.ts';
import { quoted } from '../src/commands/words.ts';
import { openLake } from '../src/lake/open.ts';
import { sampleLake } from '../src/playground/sample/sample-lake.ts';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../demo', import.meta.url)));
const paint = paintFor(process.stdout.isTTY, process.env);
const lake = { seed: 1, songs: 2000, days: 30, users: 97 };

/** Neither the person's AWS settings nor their project have a say here. */
const plainEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS|SPARKIFY)_/.test(name)),
);

interface Served {
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
}

function say(heading: string): void {
  console.log(`\n${paint.bold(heading)}\n`);
}

function start(words: readonly string[], env: NodeJS.ProcessEnv, stdout: 'inherit' | 'pipe'): ChildProcess {
  return spawn(process.execPath, [cli, ...words], { cwd: folder, env, stdio: ['ignore', stdout, 'inherit'] });
}

async function sparkify(env: NodeJS.ProcessEnv, ...words: string[]): Promise<void> {
  console.log(paint.dim(`$ sparkify ${words.map(quoted).join(' ')}`));
  const [code] = await once(start(words, env, 'inherit'), 'exit');
  if (code !== 0) throw new Error(`sparkify ${words[0]} ended with code ${code}.`);
}

async function demo(playground: ChildProcess): Promise<void> {
  const lines = createInterface({ input: playground.stdout! });
  const [ready] = (await once(lines, 'line')) as [string];
  const { url, environment } = JSON.parse(ready) as Served;
  const env = { ...plainEnvironment, ...environment };
  console.log(`${lake.songs} songs and ${lake.days} days of events, one object each, at ${url}.`);

  say('2. Say once where things are');
  await sparkify(
    env,
    'init',
    '--source',
    's3://sparkify',
    '--endpoint',
    url,
    '--export',
    's3://exports/star',
    '--export',
    'parquet',
  );

  say('3. Bring it all in, build the star, check it, export it');
  await sparkify(env, 'etl');

  say('4. Again: nothing is new, nothing is read');
  await sparkify(env, 'etl');

  say('5. A day of events comes in late: only that object is read');
  const late = await addLateDay(url, env);
  console.log(`Put ${late}\n`);
  await sparkify(env, 'etl');

  say('6. Which songs are played most?');
  await sparkify(
    env,
    'sql',
    `SELECT left(title, 40) AS song, name AS artist, count(*) AS plays
FROM songplays JOIN songs USING (song_id) JOIN artists ON artists.artist_id = songplays.artist_id
GROUP BY ALL ORDER BY plays DESC, song LIMIT 5`,
  );
  say('7. When do people listen?');
  await sparkify(
    env,
    'sql',
    `SELECT hour, count(*) AS plays, bar(count(*), 0, max(count(*)) OVER (), 30) AS chart
FROM songplays JOIN time USING (start_time)
GROUP BY hour ORDER BY plays DESC, hour LIMIT 5`,
  );
  say('8. Paid against free');
  await sparkify(
    env,
    'sql',
    `SELECT level, count(*) AS plays, count(DISTINCT user_id) AS listeners, round(plays / listeners, 1) AS plays_each
FROM songplays GROUP BY level ORDER BY plays DESC`,
  );
}

async function addLateDay(endpoint: string, env: NodeJS.ProcessEnv): Promise<string> {
  const sample = sampleLake(lake);
  const key = sample.logKey(lake.days);
  const bucket = await openLake('s3://sparkify', { endpoint, env, projectFolder: folder });
  try {
    await bucket.put(key, sample.logObject(lake.days));
    return bucket.uri + key;
  } finally {
    await bucket.close();
  }
}

async function main(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  say('1. Serve a sample lake as S3, on this machine');
  const { songs, days, users, seed } = lake;
  const options = Object.entries({ songs, days, users, seed }).map(([name, n]) => `--${name}=${n}`);
  const playground = start(['playground', '--json', ...options], plainEnvironment, 'pipe');
  process.on('exit', () => playground.kill());
  try {
    await demo(playground);
  } finally {
    playground.kill();
  }
  say('What to try next');
  console.log(`alias sparkify=${quoted(`node ${cli}`)}; cd ${quoted(relative(process.cwd(), folder))}
sparkify sql "FROM songplays LIMIT 10"     ask something of your own
sparkify tables                            what there is to ask about
sparkify runs; sparkify rejects            what was read, and what was set aside and why
sparkify playground                        a lake of your own to work on
sparkify help etl                          bring in your own objects`);
}

await main().catch((error: Error) => {
  console.error(`The demo stopped: ${error.message}`);
  process.exitCode = 1;
});
