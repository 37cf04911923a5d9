import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { type PlaygroundProcess, playgroundCredentials, startPlaygroundProcess } from '../../support/playground.ts';
import { clientOf } from './client.ts';

const Bucket = 'lake';
const Key = 'a key/with ü.json';
const buckets = { [Bucket]: { objects: { [Key]: 'inside' } } };
const session = { accessKeyId: 'visitor', secretAccessKey: 'visitor-secret', sessionToken: 'ticket' };
const expired = { accessKeyId: 'late', secretAccessKey: 'late-secret', sessionToken: 'old ticket', expiresAtMs: 1 };

class Sha256 {
  readonly #hash;
  constructor(secret?: string | Buffer) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(text: string | Buffer): void {
    this.#hash.update(text);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

describe('the door of the playground', () => {
  let playground: PlaygroundProcess;
  before(async () => {
    playground = await startPlaygroundProcess({ buckets, credentials: [playgroundCredentials, session, expired] });
  });
  after(() => playground.stop());

  const read = async (credentials: object, region = 'us-east-1'): Promise<string | undefined> => {
    const client = clientOf(playground, { credentials: credentials as typeof session, region });
    try {
      return await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
    } finally {
      client.destroy();
    }
  };

  it('opens to the right key, and to the right key with its session token', async () => {
    assert.equal(await read(playgroundCredentials), 'inside');
    assert.equal(await read(session), 'inside');
  });

  const refused: readonly [string, object, string, string?][] = [
    ['an unknown key', { ...playgroundCredentials, accessKeyId: 'stranger' }, 'InvalidAccessKeyId'],
    ['a wrong secret', { ...playgroundCredentials, secretAccessKey: 'guess' }, 'SignatureDoesNotMatch'],
    ['a wrong session token', { ...session, sessionToken: 'forged' }, 'InvalidToken'],
    ['an expired session token', expired, 'ExpiredToken'],
    ['a signature for another region', playgroundCredentials, 'AuthorizationHeaderMalformed', 'eu-north-1'],
  ];
  for (const [what, credentials, name, region] of refused) {
    it(`stays shut to ${what}`, async () => {
      await assert.rejects(read(credentials, region), { name });
    });
  }

  it('says the right region where the wrong one was signed for', async () => {
    await assert.rejects(read(playgroundCredentials, 'eu-north-1'), { Region: 'us-east-1' });
  });

  it('opens to a presigned address until it expires, and only to that one', async () => {
    const signer = new SignatureV4({
      service: 's3',
      region: 'us-east-1',
      credentials: playgroundCredentials,
      sha256: Sha256 as never,
      uriEscapePath: false,
    });
    const { host, hostname } = new URL(playground.url);
    const path = `/${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`;
    const presign = async (signingDate: Date): Promise<string> => {
      const request = {
        method: 'GET',
        protocol: 'http:',
        hostname,
        path,
        headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        query: {},
      };
      const { query } = await signer.presign(request, { expiresIn: 60, signingDate });
      return `${playground.url}${path}?${new URLSearchParams(query as Record<string, string>)}`;
    };
    const address = await presign(new Date());
    assert.equal(await (await fetch(address)).text(), 'inside');
    assert.match(await (await fetch(address.replace('key', 'cat'))).text(), /SignatureDoesNotMatch/);
    assert.match(await (await fetch(await presign(new Date(Date.now() - 61_000)))).text(), /Request has expired/);
  });

  it('stays shut without a signature', async () => {
    const response = await fetch(`${playground.url}/${Bucket}?list-type=2`);
    assert.deepEqual([response.status, (await response.text()).includes('<Code>AccessDenied</Code>')], [403, true]);
  });

  it('lets anybody read, and nobody write, where anonymous reading is allowed', async () => {
    const open = await startPlaygroundProcess({ buckets, anonymousRead: true });
    const address = `${open.url}/${Bucket}/${encodeURIComponent(Key)}`;
    assert.equal(await (await fetch(address)).text(), 'inside');
    assert.equal((await fetch(address, { method: 'PUT', body: 'graffiti' })).status, 403);
    await open.stop();
  });

  it('refuses a body other than the one that was signed', async () => {
    const client = clientOf(playground);
    client.middlewareStack.add(
      next => args => next({ ...args, request: Object.assign(args.request as object, { body: 'swapped' }) }),
      {
        step: 'finalizeRequest',
        priority: 'low',
        name: 'swapBody',
      },
    );
    await assert.rejects(client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'written' })), {
      name: /XAmzContentSHA256Mismatch|BadDigest/,
    });
    client.destroy();
  });

  it('refuses a client whose clock is far off, and tells its own so that the client can mend it', async () => {
    const ahead = await startPlaygroundProcess({ buckets, clockSkewMs: 3_600_000 });
    const once = clientOf(ahead);
    await assert.rejects(once.send(new ListObjectsV2Command({ Bucket })), { name: 'RequestTimeTooSkewed' });
    const again = clientOf(ahead, { maxAttempts: 2 });
    assert.equal((await again.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 1);
    once.destroy();
    again.destroy();
    await ahead.stop();
  });
});
