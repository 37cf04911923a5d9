import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { LakeObject } from '../../../src/lake/lake.ts';
import { openLake } from '../../../src/lake/open.ts';
import { bareEnv, failsWith, lakeOn, listed, texts } from '../../support/lakes.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';

/** A store that answers as the test wants, for what a good one never does. */
async function withOddStore(answer: RequestListener, use: (endpoint: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const opened = (endpoint: string, uri = 's3://lake') =>
  openLake(uri, {
    endpoint,
    anonymous: true,
    env: bareEnv,
    projectFolder: '/nonexistent',
    timeouts: { connectMs: 300, stallMs: 300 },
    retrying: { firstWaitMs: 1, longestWaitMs: 5 },
  });

async function failure(endpoint: string): Promise<never> {
  const lake = await opened(endpoint);
  try {
    await listed(lake);
    assert.fail('It was listed.');
  } finally {
    await lake.close();
  }
}

describe('what people meet', () => {
  let playground: PlaygroundProcess;
  before(async () => {
    playground = await startPlaygroundProcess({ buckets: { lake: { objects: { 'a.json': '{}' } } } });
  });
  after(() => playground.stop());
  afterEach(() => playground.reset());

  it('a bucket that does not exist', async () => {
    const lake = await lakeOn(playground, 's3://lakes/x');
    const sentence = /^The bucket lakes does not exist at 127\.0\.0\.1:\d+\. There is lake\.$/;
    await assert.rejects(listed(lake), failsWith('lake.missing', sentence));
    await assert.rejects(
      texts(lake.read([{ key: 'a', size: 1, etag: 'x', modifiedMs: 0 }])),
      failsWith('lake.missing', sentence),
    );
    await assert.rejects(lake.put('a', ''), failsWith('lake.missing', sentence));
    await lake.close();
  });

  it('a bucket that does not exist, where nobody may know which do: then what to check', async () => {
    const sentence = /^The bucket lakes does not exist at 127\.0\.0\.1:\d+\. Check its name, and --endpoint/;
    for (const kind of ['denied403', 'reset'] as const) {
      await playground.setFaults([{ kind, match: { operation: 'ListBuckets' } }]);
      const lake = await lakeOn(playground, 's3://lakes');
      await assert.rejects(listed(lake), failsWith('lake.missing', sentence));
      await lake.close();
      assert.equal((await playground.stats()).requests.ListBuckets, 1, 'asked once, whatever comes of it');
      await playground.reset();
    }
  });

  it('no permission: which action, on which resource', async () => {
    const lake = await lakeOn(playground, 's3://lake');
    const objects = await listed(lake);
    await playground.setFaults([{ kind: 'denied403' }]);
    await assert.rejects(listed(lake), failsWith('lake.denied', /s3:ListBucket on arn:aws:s3:::lake\./));
    await assert.rejects(
      texts(lake.read(objects)),
      failsWith('lake.denied', /s3:GetObject on arn:aws:s3:::lake\/a\.json/),
    );
    await assert.rejects(lake.put('b', ''), failsWith('lake.denied', /s3:PutObject on arn:aws:s3:::lake\/b/));
    await assert.rejects(
      lake.delete(['a.json']),
      failsWith('lake.denied', /s3:DeleteObject on arn:aws:s3:::lake\/a\.json/),
    );
    await lake.close();
  });

  it('an endpoint where nobody listens', async () => {
    const port = await withClosedPort();
    await assert.rejects(
      failure(`http://127.0.0.1:${port}`),
      failsWith('lake.unreachable', new RegExp(`127\\.0\\.0\\.1:${port}.*refused`)),
    );
  });

  it('an endpoint whose name nobody knows', () =>
    assert.rejects(failure('http://store.invalid'), failsWith('lake.unreachable', /host store\.invalid is not known/)));

  it('an endpoint that speaks no TLS', () =>
    assert.rejects(failure(playground.url.replace('http:', 'https:')), failsWith('lake.unreachable', /http or https/)));

  it('an endpoint that accepts and says nothing', async () => {
    const server = createTcpServer(() => {}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await assert.rejects(
      failure(`http://127.0.0.1:${port}`),
      failsWith('lake.read', /could not be listed after 3 attempts: no answer came in 0\.3 s/),
    );
    server.close();
  });

  it('an endpoint that is no store', () =>
    withOddStore(
      (_request, response) => void response.end('<html>Please log in</html>'),
      endpoint => assert.rejects(failure(endpoint), failsWith('lake.unreachable', /answers, but not as an S3 store/)),
    ));

  it('a region that the store does not name', () =>
    withOddStore(
      (_request, response) => void response.writeHead(301).end(),
      endpoint => assert.rejects(failure(endpoint), failsWith('lake.region', /another region.*Give --region/)),
    ));

  it('objects without an ETag, which are known by size and time', () => {
    const content: Record<string, string> = { 'a.json': 'one', 'b.json': 'two' };
    const when = new Date('2018-11-12T13:05:01Z');
    const listing = (names: readonly string[]) =>
      `<ListBucketResult><IsTruncated>false</IsTruncated>${names
        .map(
          name =>
            `<Contents><Key>${name}</Key><LastModified>${when.toISOString()}</LastModified><ETag></ETag><Size>${content[name]!.length}</Size></Contents>`,
        )
        .join('')}</ListBucketResult>`;
    return withOddStore(
      (request, response) => {
        const url = new URL(request.url!, 'http://x');
        const prefix = url.searchParams.get('prefix');
        if (prefix !== null)
          return void response.end(listing(Object.keys(content).filter(name => name.startsWith(prefix))));
        assert.equal(request.headers['if-match'], undefined);
        response
          .writeHead(200, { 'last-modified': when.toUTCString() })
          .end(content[url.pathname.slice('/lake/'.length)]);
      },
      async endpoint => {
        const lake = await opened(endpoint);
        const objects = await listed(lake);
        assert.equal(objects[0]?.etag, undefined);
        content['b.json'] = 'changed';
        assert.deepEqual(await texts(lake.read(objects)), { 'a.json': 'one', 'b.json': 'changed' });
        await lake.close();
      },
    );
  });

  it('objects whose ETag is no MD5 because a key of KMS seals them', () => {
    const object: LakeObject = { key: 'a.json', size: 4, etag: '0'.repeat(32), modifiedMs: 0 };
    return withOddStore(
      (_request, response) =>
        void response
          .writeHead(200, { etag: `"${object.etag}"`, 'x-amz-server-side-encryption': 'aws:kms' })
          .end('text'),
      async endpoint => {
        const lake = await opened(endpoint);
        assert.deepEqual(await texts(lake.read([object])), { 'a.json': 'text' });
        await lake.close();
      },
    );
  });

  it('objects stored with an encoding: gzip is read, others are told', () => {
    const zipped = gzipSync('{"a":1}');
    const object = (key: string): LakeObject => ({ key, size: zipped.length, etag: 'x-1', modifiedMs: 0 });
    return withOddStore(
      ({ url }, response) => {
        const encoding = url === '/lake/br.json' ? 'br' : 'aws-chunked, gzip';
        response.writeHead(200, { etag: '"x-1"', 'content-encoding': encoding }).end(zipped);
      },
      async endpoint => {
        const lake = await opened(endpoint);
        assert.deepEqual(await texts(lake.read([object('gz.json'), object('br.json')])), {
          'br.json': 'its Content-Encoding is br, which is not read',
          'gz.json': '{"a":1}',
        });
        await lake.close();
      },
    );
  });

  it('an answer that never ends', () =>
    withOddStore(
      (_request, response) => {
        response.writeHead(200);
        const pour = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          response.once('drain', pour);
        };
        pour();
      },
      async endpoint => {
        const lake = await opened(endpoint);
        const objects = [{ key: 'a.json', size: 3, etag: 'x-1', modifiedMs: 0 }];
        await assert.rejects(texts(lake.read(objects)), failsWith('lake.read', /more than the 3 bytes listed/));
        await lake.close();
      },
    ));
});

async function withClosedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
