import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode } from '../../../src/base/errors.ts';
import type { FaultKind } from '../../../src/playground/faults/kinds.ts';
import type { FaultRule } from '../../../src/playground/faults/rule.ts';
import type { Credential } from '../../../src/playground/s3/signature.ts';
import { ended, inShell, type Shell } from '../../support/cli.ts';
import { type PlaygroundProcess, playgroundCredentials } from '../../support/playground.ts';
import { assertShowsStar, mirrored } from './exported.ts';
import { type Account, accountOf, addLargeObjects, environment, etlFrom, startLake } from './lake.ts';
import { assertSameRows, committedObjects } from './same-rows.ts';

const passing: readonly FaultKind[] = [
  ...(['status500', 'slowDown503', 'reset', 'truncate', 'short', 'long'] as const),
  ...(['corrupt', 'wrongEtag', 'gzip', 'delay', 'clockSkew'] as const),
];
const reading = 'GetObject';
const listing = 'ListObjectsV2';
/** Keys of a session, as roles and SSO give them. */
const expiring: Credential = { accessKeyId: 'first', secretAccessKey: 'first-secret', sessionToken: 'first-token' };
const renewed: Credential = { accessKeyId: 'second', secretAccessKey: 'second-secret', sessionToken: 'second-token' };
const environmentOf = ({ accessKeyId, secretAccessKey, sessionToken = '' }: Credential) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
  AWS_REGION: 'us-east-1',
});
const oneSong = '^song_data/Z/3';

interface Failure {
  readonly title: string;
  readonly faults?: readonly FaultRule[];
  readonly words?: readonly string[];
  readonly code: ErrorCode;
  readonly says: RegExp;
}

describe('etl, with a store that goes wrong,', function () {
  this.timeout(120_000);
  let playground: PlaygroundProcess;
  let folder: string;
  let untroubled: string;
  before(async () => {
    const credentials = [playgroundCredentials, expiring, renewed];
    playground = await startLake({ songs: 250, days: 3 }, { credentials });
    await addLargeObjects(playground);
    folder = await mkdtemp(join(tmpdir(), 'sparkify-untroubled-'));
    untroubled = join(folder, 'w.duckdb');
    await inShell(async shell => {
      const { code, stderr } = await etl(shell, '--warehouse', untroubled);
      assert.equal(code, 0, stderr);
    }, environment);
  });
  after(async () => {
    await playground.stop();
    await rm(folder, { recursive: true });
  });
  afterEach(() => playground.reset());

  const etl = async (shell: Shell, ...more: string[]): Promise<Account> =>
    accountOf(await shell.sparkify(...etlFrom(playground, ...more)));
  const warehouseIn = (shell: Shell) => join(shell.folder, 'sparkify.duckdb');

  async function assertUntroubled(shell: Shell, exported?: string): Promise<void> {
    await playground.reset();
    await assertSameRows(warehouseIn(shell), untroubled);
    if (exported) await mirrored(playground, exported, found => assertShowsStar(found, untroubled));
  }

  /** What a failing run said it has read is what the next one need not read. */
  async function assertGoesOn(shell: Shell, failed: Account, env = {}): Promise<void> {
    assert.equal(await committedObjects(warehouseIn(shell)), failed.objects.read);
    const words = etlFrom(playground, '--export', 's3://out/denied');
    const { code, status, objects, stderr } = accountOf(await shell.sparkifyWith({ env }, ...words));
    assert.deepEqual([code, status, objects.unchanged], [0, 'succeeded', failed.objects.read], stderr);
  }

  for (const kind of passing) {
    it(`gives the same rows, and exports them, through ${kind}`, () =>
      inShell(async shell => {
        await playground.setFaults([
          { kind, times: 2, delayMs: 20, match: { operation: listing, bucket: 'lake' } },
          { kind, share: 0.05, seed: 5, delayMs: 20 },
        ]);
        const { code, stderr } = await etl(shell, '--export', `s3://out/${kind}`);
        assert.equal(code, 0, stderr);
        assert.ok(((await playground.stats()).faults[kind] ?? 0) > 10);
        await assertUntroubled(shell, `s3://out/${kind}`);
      }, environment));
  }

  it('gives the same rows through all of these at once', () =>
    inShell(async shell => {
      await playground.setFaults(passing.map((kind, seed) => ({ kind, seed, share: 0.02, delayMs: 5 })));
      const { code, stderr } = await etl(shell, '--export', 's3://out/all');
      assert.equal(code, 0, stderr);
      await assertUntroubled(shell, 's3://out/all');
    }, environment));

  it('goes on with new credentials when the old ones expire while it reads', () =>
    inShell(async shell => {
      const profile = ({ accessKeyId, secretAccessKey, sessionToken }: Credential) =>
        shell.write(
          '.aws/credentials',
          `[analytics]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\naws_session_token=${sessionToken}\n`,
        );
      const slowly: FaultRule = { kind: 'delay', skip: 40, delayMs: 1000, match: { operation: reading } };
      await profile(expiring);
      await playground.reset();
      await playground.setFaults([slowly]);
      const run = shell.start(...etlFrom(playground, '--profile', 'analytics', '--concurrency', '4'));
      while (!(await playground.stats()).faults.delay);
      await profile(renewed);
      await playground.setFaults([{ kind: 'expiredToken', match: { accessKeyId: expiring.accessKeyId } }]);
      const { code, stderr } = await ended(run);
      assert.equal(code, 0, stderr);
      assert.ok(((await playground.stats()).faults.expiredToken ?? 0) > 0);
      await assertUntroubled(shell);
    }));

  it('waits for 20 seconds, not for ever, and tries an object no more than 10 times', async () => {
    const byKey = (key: string, { accessKeyId }: Credential) => ({ operation: reading, key, accessKeyId });
    await playground.setFaults([
      { kind: 'stall', times: 1, match: byKey('Z/1', expiring) },
      { kind: 'hang', times: 1, match: byKey('Z/2', expiring) },
      { kind: 'status500', match: byKey(oneSong, renewed) },
    ]);
    await Promise.all([
      inShell(async shell => {
        const { code, stderr, seconds } = await etl(shell);
        assert.equal(code, 0, stderr);
        assert.ok(seconds > 20 && seconds < 40, `${seconds} s`);
        await assertSameRows(warehouseIn(shell), untroubled);
      }, environmentOf(expiring)),
      inShell(async shell => {
        const failed = await etl(shell);
        const sentence = /^Z\/3\.json could not be read after 10 attempts: the store answered 500 InternalError/;
        assertFailed(failed, 'lake.read', sentence);
        await assertGoesOn(shell, failed, environmentOf(expiring));
      }, environmentOf(renewed)),
    ]);
  });

  const failures: readonly Failure[] = [
    {
      title: 'an object may not be read',
      // A while of passing trouble lets others be committed before.
      faults: [
        { kind: 'status500', match: { operation: reading, key: oneSong }, times: 5 },
        { kind: 'denied403', match: { operation: reading, key: oneSong } },
      ],
      code: 'lake.denied',
      says: /\(environment\) may not do s3:GetObject on arn:aws:s3:::lake\/song_data\/Z\/3\.json\. Use others/,
    },
    {
      title: 'the bucket may not be listed',
      faults: [{ kind: 'denied403', match: { operation: listing } }],
      code: 'lake.denied',
      says: /may not do s3:ListBucket on arn:aws:s3:::lake\./,
    },
    {
      title: 'credentials expire that nobody renews',
      faults: [{ kind: 'expiredToken', match: { operation: reading }, skip: 100 }],
      code: 'lake.credentials',
      says: /credentials \(environment\) have expired.* Set the AWS_\* variables anew/,
    },
    {
      title: 'an export may not be written',
      faults: [{ kind: 'denied403', match: { operation: 'PutObject', key: 'songplays' } }],
      code: 'lake.denied',
      says: /may not do s3:PutObject on arn:aws:s3:::out\/denied\/.*songplays\//,
    },
    {
      title: 'the bucket does not exist',
      words: ['--songs', 's3://nowhere'],
      code: 'lake.missing',
      says: /The bucket nowhere does not exist at 127\.0\.0\.1/,
    },
    {
      title: 'the bucket to export to does not exist',
      words: ['--export', 's3://nowhere/star'],
      code: 'lake.missing',
      says: /The bucket nowhere does not exist at 127\.0\.0\.1/,
    },
  ];
  for (const { title, faults = [], words = ['--export', 's3://out/denied'], code, says } of failures) {
    it(`ends with 3 and says why when ${title}; the next run goes on from what was committed`, () =>
      inShell(async shell => {
        await playground.setFaults(faults);
        const failed = await etl(shell, ...words);
        assertFailed(failed, code, says);
        await playground.reset();
        await assertGoesOn(shell, failed);
        await assertUntroubled(shell, 's3://out/denied');
      }, environment));
  }
});

function assertFailed({ code, status, error }: Account, expected: ErrorCode, says: RegExp): void {
  assert.deepEqual([code, status, error?.code], [3, 'failed', expected], error?.message);
  assert.match(error?.message ?? '', says);
}
