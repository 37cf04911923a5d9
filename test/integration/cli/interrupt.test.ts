import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import type { RunSummary } from '../../../src/pipeline/events.ts';
import { documentOf, ended, inShell, type Shell } from '../../support/cli.ts';
import { type PlaygroundProcess, playgroundCredentials, startPlaygroundProcess } from '../../support/playground.ts';

const { accessKeyId, secretAccessKey } = playgroundCredentials;
const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: 'us-east-1' };

describe('Ctrl+C', () => {
  let playground: PlaygroundProcess;
  before(async () => {
    const sample = { seed: 1, songs: 6000, days: 2, users: 10 };
    const buckets = { lake: { sample }, less: { sample: { ...sample, songs: 1500 } }, out: { objects: {} } };
    playground = await startPlaygroundProcess({ buckets, latencyMs: 10 });
  });
  after(() => playground.stop());

  const etl = (source = 's3://lake') => [
    'etl',
    '--source',
    source,
    '--endpoint',
    playground.url,
    '--max-rejects',
    '100%',
    '--json',
  ];

  it('once: stops within a second, accounts for what was kept, and the next run goes on from there', () =>
    inShell(async shell => {
      const run = await reading(shell);
      const { code, sinceMs, ...said } = await interrupted(run);
      const summary = documentOf<RunSummary>({ code, ...said });
      assert.deepEqual([code, summary.status, summary.error?.code], [130, 'cancelled', 'cancelled']);
      assert.ok(sinceMs < 1000, `${sinceMs} ms`);

      await playground.reset();
      const next = documentOf<RunSummary>(await shell.sparkify(...etl()));
      assert.equal(next.status, 'succeeded');
      assert.equal(next.objects.unchanged, summary.objects.read);
      assert.equal(next.objects.unchanged + next.objects.read, next.objects.listed);
    }, environment)).timeout(60_000);

  it('once, in the midst of thousands of uploads: stops within a second, even where nothing can be taken back', () =>
    inShell(async shell => {
      await playground.reset();
      await playground.setFaults([
        { kind: 'hang', skip: 500, match: { operation: 'PutObject' } },
        { kind: 'hang', match: { operation: 'DeleteObjects' } },
      ]);
      const exporting = [...etl('s3://less'), '--export', 's3://out/star', '--partition', 'songs=year,artist_id'];
      const run = shell.start(...exporting);
      while (!(await playground.stats()).faults.hang);
      const { code, sinceMs, ...said } = await interrupted(run);
      assert.deepEqual([code, documentOf<RunSummary>({ code, ...said }).status], [130, 'cancelled']);
      assert.ok(sinceMs < 1000, `${sinceMs} ms`);

      await playground.reset();
      const next = documentOf<RunSummary>(await shell.sparkify(...exporting));
      assert.deepEqual([next.status, next.exports.length], ['succeeded', 1]);
      assert.deepEqual(await readdir(shell.folder), ['sparkify.duckdb']);
    }, environment)).timeout(60_000);

  it('once: says to a person what was kept', () =>
    inShell(async shell => {
      await playground.reset();
      await playground.setFaults([{ kind: 'hang', skip: 500, match: { operation: 'GetObject' } }]);
      const run = shell.start(...etl().filter(word => word !== '--json'));
      while (!(await playground.stats()).faults.hang);
      const { code, stdout } = await interrupted(run);
      assert.equal(code, 130);
      assert.match(stdout, /^Run 1 was cancelled after /);
      assert.match(stdout, /kept +what was committed: [\d,]+ objects? read by this run, and the last good star/);
    }, environment)).timeout(60_000);

  it('twice: ends at once, with 130 all the same', () =>
    inShell(async shell => {
      const run = await reading(shell);
      run.kill('SIGINT');
      const { code, sinceMs } = await interrupted(run);
      assert.equal(code, 130);
      assert.ok(sinceMs < 1000, `${sinceMs} ms`);
    }, environment)).timeout(60_000);

  it('reaches a statement that runs', () =>
    inShell(async shell => {
      const run = await shell.startBusy();
      const { code, sinceMs, stderr } = await interrupted(run);
      assert.equal(code, 130);
      assert.match(stderr, /sparkify: Cancelled\./);
      assert.ok(sinceMs < 1000, `${sinceMs} ms`);
    }));

  /** Starts a run that does not get beyond its first 500 objects, and waits until it is there. */
  async function reading(shell: Shell): Promise<ChildProcess> {
    await playground.reset();
    await playground.setFaults([{ kind: 'hang', skip: 500, match: { operation: 'GetObject' } }]);
    const run = shell.start(...etl());
    while (!(await playground.stats()).faults.hang);
    return run;
  }
});

async function interrupted(child: ChildProcess) {
  const startedMs = performance.now();
  child.kill('SIGINT');
  return { ...(await ended(child)), sinceMs: performance.now() - startedMs };
}
