import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { PlaygroundStats } from '../../../src/playground/counters.ts';
import { sampleLake } from '../../../src/playground/sample/sample-lake.ts';
import { type Playground, type PlaygroundOptions, servePlayground } from '../../../src/playground/serve.ts';
import { FolderStore } from '../../../src/playground/store/folder.ts';

async function whileServing(
  options: PlaygroundOptions,
  use: (client: S3Client, playground: Playground) => Promise<void>,
) {
  const playground = await servePlayground(options);
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = playground.howTo.environment;
  const client = new S3Client({
    endpoint: playground.url,
    forcePathStyle: true,
    region: AWS_REGION!,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY! },
  });
  try {
    await use(client, playground);
  } finally {
    client.destroy();
    await playground.close();
  }
}

async function keysOf(client: S3Client, Bucket: string): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(object => object.Key!);
}

describe('a playground', () => {
  const size = { seed: 5, songs: 40, days: 3, users: 10 };

  it('serves a sample lake with the credentials it tells, and an empty bucket for exports', () =>
    whileServing(size, async client => {
      const lake = sampleLake(size);
      const logs = [0, 1, 2].map(lake.logKey);
      const songs = Array.from({ length: 40 }, (_, song) => lake.songKey(song));
      assert.deepEqual(await keysOf(client, 'sparkify'), [...logs, ...songs]);
      assert.deepEqual(await keysOf(client, 'exports'), []);
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'sparkify', Key: logs[1]! }));
      assert.deepEqual(Buffer.from(await Body!.transformToByteArray()), lake.logObject(1));
    }));

  it('takes a late day on top of its sample lake', () =>
    whileServing(size, async client => {
      const lake = sampleLake(size);
      await client.send(new PutObjectCommand({ Bucket: 'sparkify', Key: lake.logKey(3), Body: lake.logObject(3) }));
      assert.equal((await keysOf(client, 'sparkify'))[3], lake.logKey(3));
    }));

  it('serves a folder, and writes nothing into it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'playground-'));
    try {
      mkdirSync(join(folder, 'a'));
      for (const name of ['a/b.json', 'a-b.json', 'a.json']) writeFileSync(join(folder, name), name);
      await whileServing({ folder }, async client => {
        await client.send(new PutObjectCommand({ Bucket: 'sparkify', Key: 'a/c.json', Body: 'new' }));
        assert.deepEqual(await keysOf(client, 'sparkify'), ['a-b.json', 'a.json', 'a/b.json', 'a/c.json']);
      });
      assert.deepEqual(readdirSync(join(folder, 'a')), ['b.json']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('never gives a file outside its folder', () => {
    const outside = mkdtempSync(join(tmpdir(), 'playground-'));
    try {
      mkdirSync(join(outside, 'inside'));
      writeFileSync(join(outside, 'secret'), 'secret');
      symlinkSync(join(outside, 'secret'), join(outside, 'inside', 'link'));
      const store = new FolderStore(join(outside, 'inside'));
      for (const key of [
        '../secret',
        'x/../../secret',
        '/../secret',
        './../secret',
        join(outside, 'secret'),
        'link',
        '',
      ]) {
        assert.equal(store.get(key), undefined, key);
      }
      assert.deepEqual([...store.list('')], []);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it('listens on loopback only, and steers by no control unless that is wanted', () =>
    whileServing(size, async (_client, { url, port }) => {
      assert.equal(url, `http://127.0.0.1:${port}`);
      assert.equal((await fetch(`${url}/-/stats`)).status, 403);
    }));

  it('says so when its port is taken or its folder is missing', async () => {
    await whileServing(size, async (_client, { port }) => {
      await assert.rejects(servePlayground({ ...size, port }), { code: 'usage.option' });
    });
    await assert.rejects(servePlayground({ folder: '/no/such/folder' }), { code: 'lake.missing' });
  });

  it('lets every request wait, and none for another', () =>
    whileServing({ ...size, latencyMs: 500, control: true }, async (client, { url }) => {
      const startedMs = performance.now();
      await Promise.all(Array.from({ length: 40 }, () => client.send(new ListObjectsV2Command({ Bucket: 'exports' }))));
      const elapsedMs = performance.now() - startedMs;
      assert.ok(elapsedMs >= 495 && elapsedMs < 40 * 500, `${elapsedMs} ms`);
      const { mostAtOnce } = (await (await fetch(`${url}/-/stats`)).json()) as PlaygroundStats;
      // Not all of them on a slow machine, where the first is answered before the last is signed.
      assert.ok(mostAtOnce > 20, `${mostAtOnce} at once`);
    }));

  it('keeps connections open from one request to the next', () =>
    whileServing({ ...size, control: true }, async (client, { url }) => {
      for (let at = 0; at < 20; at++) await client.send(new ListObjectsV2Command({ Bucket: 'exports' }));
      const { connections, requests } = (await (await fetch(`${url}/-/stats`)).json()) as PlaygroundStats;
      assert.deepEqual([connections, requests.ListObjectsV2], [2, 20], 'one of the client, one to ask');
    }));

  it('closes although a client keeps its connection', async () => {
    const playground = await servePlayground(size);
    const held = request(`${playground.url}/sparkify`, { headers: { connection: 'keep-alive' } });
    const closed = new Promise(resolve =>
      held.on('response', response => response.resume().socket.on('close', resolve)),
    );
    held.end();
    await new Promise(resolve => held.on('response', resolve));
    await playground.close();
    await closed;
  });
});
