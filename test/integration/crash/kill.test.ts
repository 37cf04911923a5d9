import assert from 'node:assert/strict';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inShell, type Shell } from '../../support/cli.ts';
import { day, dayKey, lines, plays, song } from '../../support/lake-builder.ts';
import { lakeOn, listed } from '../../support/lakes.ts';
import type { PlaygroundProcess } from '../../support/playground.ts';
import { assertOnlySnapshots, assertOnlyTables, assertShowsStar, mirrored, unfinishedUploads } from './exported.ts';
import { crashSeed, instantsOf, killOne, type Pace } from './instants.ts';
import { type Account, accountOf, addLargeObjects, environment, etlFrom, startLake } from './lake.ts';
import { assertSameRows, committedObjects } from './same-rows.ts';

describe('kill -9 of etl', function () {
  this.timeout(300_000);
  let playground: PlaygroundProcess;
  let seed: number;
  before(async () => {
    seed = crashSeed();
    playground = await startLake({ songs: 500, days: 4 });
    await addLargeObjects(playground);
  });
  after(() => playground.stop());

  const wordsFor = (home: string, ...more: string[]) => [
    ...etlFrom(playground, '--concurrency', '16'),
    ...['--warehouse', `${home}/w.duckdb`, '--export', `${home}/star`],
    ...more,
  ];

  it('at 30 instants over the whole run: the next run ends as one that nobody interrupted', () =>
    inShell(async shell => {
      const words = (home: string) => wordsFor(home, '--export', `s3://out/${home}`);
      const pace = await uninterrupted(shell, 'whole', words('whole'));
      for (const [i, instant] of instantsOf(seed, 1, 30).entries()) {
        const home = `${i}`;
        await killOne(async () => shell.start(...words(await emptied(shell, home))), instant, pace);
        const committed = await committedObjects(join(shell.folder, home, 'w.duckdb'));
        const { objects } = await resumed(shell, words(home));
        assert.deepEqual([objects.unchanged, objects.read], [committed, objects.listed - committed]);
        await assertAsWhole(shell, home);
        await assertOnlySnapshots(join(shell.folder, home, 'star'));
        await mirrored(playground, `s3://out/${home}`, async folder => {
          await assertOnlySnapshots(folder);
          await assertShowsStar(folder, join(shell.folder, home, 'w.duckdb'));
        });
      }
      assert.deepEqual(await unfinishedUploads(playground, 'out'), []);
    }, environment));

  it('again and again before it is done: the run that is let through ends as one that nobody interrupted', () =>
    inShell(async shell => {
      const pace = await uninterrupted(shell, 'whole', wordsFor('whole'));
      for (const home of ['forwards', 'backwards']) {
        await emptied(shell, home);
        const instants = instantsOf(seed, home.length, 4);
        for (const instant of home === 'forwards' ? instants : instants.toReversed()) {
          await killOne(async () => shell.start(...wordsFor(home)), instant, pace);
        }
        await resumed(shell, wordsFor(home));
        await assertAsWhole(shell, home);
        await assertOnlySnapshots(join(shell.folder, home, 'star'));
      }
    }, environment));

  it('with tables at stable paths: the next run leaves the files of its own export only', () =>
    inShell(async shell => {
      const plain = (home: string) => wordsFor(home, '--layout', 'plain');
      const pace = await uninterrupted(shell, 'whole', plain('whole'));
      for (const [i, instant] of instantsOf(seed, 2, 5).entries()) {
        const home = `${i}`;
        // Where it is exported lies in the later half.
        await killOne(async () => shell.start(...plain(await emptied(shell, home))), 0.5 + instant / 2, pace);
        await resumed(shell, plain(home));
        await assertAsWhole(shell, home);
        await assertOnlyTables(join(shell.folder, home, 'star'));
      }
    }, environment));

  it('while it brings in what is new, what was replaced and what is gone: the next run ends as a fresh one', () =>
    inShell(async shell => {
      const words = wordsFor('home', '--prune');
      const home = join(shell.folder, 'home');
      const before = join(shell.folder, 'before');
      await uninterrupted(shell, 'home', words);
      await cp(home, before, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
      const asBefore = async () => {
        await rm(home, { recursive: true });
        await cp(before, home, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
      };
      await changeLake(playground);
      await uninterrupted(shell, 'whole', wordsFor('whole'));
      const pace = await uninterrupted(shell, 'home', words);
      for (const instant of instantsOf(seed, 3, 6)) {
        await asBefore();
        await killOne(async () => shell.start(...words), instant, pace);
        await resumed(shell, words);
        await assertAsWhole(shell, 'home');
        await assertOnlySnapshots(join(home, 'star'));
      }
    }, environment));
});

async function emptied(shell: Shell, home: string): Promise<string> {
  await rm(join(shell.folder, home), { recursive: true, force: true });
  await mkdir(join(shell.folder, home));
  return home;
}

/** Lets a run through, and measures it. */
async function uninterrupted(shell: Shell, home: string, words: readonly string[]): Promise<Pace> {
  await mkdir(join(shell.folder, home), { recursive: true });
  const begunMs = performance.now();
  const { code, stderr } = await shell.sparkify(...words);
  assert.equal(code, 0, stderr);
  return { ms: performance.now() - begunMs };
}

/** The run after the one that was killed. */
async function resumed(shell: Shell, words: readonly string[]): Promise<Account> {
  const account = accountOf(await shell.sparkify(...words));
  assert.equal(account.code, 0, account.stderr);
  return account;
}

/** The warehouse holds the rows of `whole`, the export shows them, and nothing else is left where they lie. */
async function assertAsWhole(shell: Shell, home: string): Promise<void> {
  const file = join(shell.folder, home, 'w.duckdb');
  await assertSameRows(file, join(shell.folder, 'whole/w.duckdb'));
  await assertShowsStar(join(shell.folder, home, 'star'), file);
  assert.deepEqual((await readdir(join(shell.folder, home))).sort(), ['star', 'w.duckdb']);
}

/** A day comes, a song is replaced, another goes. */
async function changeLake(playground: PlaygroundProcess): Promise<void> {
  const lake = await lakeOn(playground, 's3://lake');
  const [replaced, removed] = await listed(lake, 'song_data/');
  await lake.put(
    `log_data/${dayKey('2019-02-01')}`,
    lines(day('2019-02-01', plays(20, { sessionId: 800_000 })).events),
  );
  await lake.put(replaced!.key, JSON.stringify(song({ song_id: 'SOREPLACED', artist_name: 'Another' })));
  await lake.delete([removed!.key]);
  await lake.close();
}
