import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ended, inShell, type Shell } from '../../support/cli.ts';
import { day, dayKey, lines, plays, song } from '../../support/lake-builder.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';
import { assertOnlySnapshots, assertOnlyTables, assertShowsStar, mirrored, unfinishedUploads } from './exported.ts';
import { accountOf, environment, etlFrom } from './lake.ts';

/** Titles so long, and of so little order, that the table of songs is uploaded in parts. */
function longTitles(): Record<string, string> {
  const titles = Array.from({ length: 300 }, () => randomBytes(60_000).toString('base64'));
  return Object.fromEntries(
    titles.map((title, i) => [`song_data/${i}.json`, JSON.stringify(song({ song_id: `SO${i}`, title, year: 2000 }))]),
  );
}

describe('kill -9 of etl while it uploads in parts', function () {
  this.timeout(120_000);
  let playground: PlaygroundProcess;
  before(async () => {
    const events = { [`log_data/${dayKey('2018-11-12')}`]: lines(day('2018-11-12', plays(5)).events) };
    const objects = { ...longTitles(), ...events };
    playground = await startPlaygroundProcess({ buckets: { lake: { objects }, out: { objects: {} } } });
  });
  after(() => playground.stop());
  afterEach(() => playground.reset());

  for (const [layout, assertTidy] of [
    ['runs', assertOnlySnapshots],
    ['plain', assertOnlyTables],
  ] as const) {
    it(`leaves no part behind once the next run is done (--layout ${layout})`, () =>
      inShell(async shell => {
        const words = etlFrom(playground, '--export', `s3://out/${layout}`, '--layout', layout);
        await killedWhileUploading(shell, playground, words);
        assert.equal((await unfinishedUploads(playground, 'out')).length, 1);
        const account = accountOf(await shell.sparkify(...words));
        assert.deepEqual([account.code, account.status], [0, 'succeeded'], account.stderr);
        assert.deepEqual(await unfinishedUploads(playground, 'out'), []);
        await mirrored(playground, `s3://out/${layout}`, async folder => {
          await assertTidy(folder);
          await assertShowsStar(folder, join(shell.folder, 'sparkify.duckdb'));
        });
      }, environment));
  }

  it('ends all the same where nobody may list unfinished uploads, and says so', () =>
    inShell(async shell => {
      const words = etlFrom(playground, '--export', 's3://out/denied');
      await killedWhileUploading(shell, playground, words);
      await playground.setFaults([{ kind: 'denied403', match: { operation: 'ListMultipartUploads' } }]);
      const account = accountOf(await shell.sparkify(...words));
      assert.deepEqual([account.code, account.status], [0, 'succeeded'], account.stderr);
      assert.match(account.stderr, /warning: .*s3:ListBucketMultipartUploads/);
    }, environment));
});

async function killedWhileUploading(shell: Shell, playground: PlaygroundProcess, words: string[]): Promise<void> {
  await playground.reset();
  await playground.setFaults([{ kind: 'hang', match: { operation: 'UploadPart' } }]);
  const run = shell.start(...words);
  while (!((await playground.stats()).faults.hang ?? 0));
  run.kill('SIGKILL');
  await ended(run);
  await playground.reset();
}
