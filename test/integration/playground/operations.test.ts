import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import * as s3 from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';
import { clientOf } from './client.ts';

const Bucket = 'lake';
const md5 = (body: Buffer | string): string => `"${createHash('md5').update(body).digest('hex')}"`;
// Not every machine knows names beneath localhost.
const toLoopback: LookupFunction = (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]);
const oddKeys = [
  'a b',
  'a+b',
  'a%b',
  'a%20b',
  'a#b?c',
  'ü/日本/😀',
  'a/../b',
  './c',
  'd//e',
  'slash/',
  'quote\'s"<&>',
  '=;,:@!$*()',
  '~-_.',
];

describe('the playground, to the client of Amazon', () => {
  let playground: PlaygroundProcess;
  let client: s3.S3Client;

  before(async () => {
    playground = await startPlaygroundProcess({ buckets: { [Bucket]: { objects: {} }, copies: { objects: {} } } });
    client = clientOf(playground);
  });
  after(async () => {
    client.destroy();
    await playground.stop();
  });

  const put = (Key: string, Body: string | Readable, more: Omit<Partial<s3.PutObjectCommandInput>, 'Body'> = {}) =>
    client.send(new s3.PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = (Key: string, more: Partial<s3.GetObjectCommandInput> = {}) =>
    client.send(new s3.GetObjectCommand({ Bucket, Key, ...more }));
  const textOf = async (Key: string, more: Partial<s3.GetObjectCommandInput> = {}) =>
    (await get(Key, more)).Body?.transformToString();

  for (const Key of oddKeys) {
    it(`keeps, lists, copies and deletes the key ${JSON.stringify(Key)}`, async () => {
      assert.equal((await put(Key, `body of ${Key}`)).ETag, md5(`body of ${Key}`));
      assert.equal(await textOf(Key), `body of ${Key}`);
      const listed = await client.send(new s3.ListObjectsV2Command({ Bucket, Prefix: Key }));
      assert.deepEqual(
        listed.Contents?.map(object => object.Key),
        [Key],
      );
      const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
      await client.send(new s3.CopyObjectCommand({ Bucket: 'copies', Key, CopySource }));
      await client.send(new s3.DeleteObjectsCommand({ Bucket: 'copies', Delete: { Objects: [{ Key }] } }));
      assert.equal((await client.send(new s3.ListObjectsV2Command({ Bucket: 'copies' }))).KeyCount, 0);
      await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
      await assert.rejects(get(Key), { name: 'NoSuchKey' });
    });
  }

  it('keeps an empty body, and what is said of a body', async () => {
    await put('empty', '', {
      ContentType: 'application/json',
      Metadata: { mood: 'calm' },
      ContentEncoding: 'identity',
    });
    const { ContentLength, ETag, ContentType, Metadata, ContentEncoding } = await client.send(
      new s3.HeadObjectCommand({ Bucket, Key: 'empty' }),
    );
    assert.deepEqual(
      { ContentLength, ETag, ContentType, Metadata, ContentEncoding },
      {
        ContentLength: 0,
        ETag: md5(''),
        ContentType: 'application/json',
        Metadata: { mood: 'calm' },
        ContentEncoding: 'identity',
      },
    );
  });

  it('unpacks a streamed body from its chunks and checks the checksum behind them', async () => {
    const body = Buffer.from('streamed '.repeat(30_000));
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const) {
      const pieces = Readable.from([body.subarray(0, 70_000), body.subarray(70_000)]);
      await put('streamed', pieces, { ChecksumAlgorithm, ContentLength: body.length });
      assert.equal((await get('streamed')).ETag, md5(body));
    }
  });

  it('refuses a body that is not the one its checksum was made of', async () => {
    const wrong = { ChecksumCRC32: 'AAAAAA==' };
    await assert.rejects(put('wrong', 'body', wrong), { name: 'BadDigest' });
    await assert.rejects(put('wrong', 'body', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }), { name: 'BadDigest' });
    await assert.rejects(get('wrong'), { name: 'NoSuchKey' });
  });

  it('gives ranges, and refuses those beyond the end', async () => {
    await put('digits', '0123456789');
    for (const [Range, text] of [
      ['bytes=2-4', '234'],
      ['bytes=7-', '789'],
      ['bytes=-3', '789'],
      ['bytes=8-99', '89'],
      ['bytes=-99', '0123456789'],
    ]) {
      assert.equal(await textOf('digits', { Range: Range! }), text);
    }
    assert.equal((await get('digits', { Range: 'bytes=2-4' })).ContentRange, 'bytes 2-4/10');
    await assert.rejects(get('digits', { Range: 'bytes=10-' }), { name: 'InvalidRange' });
  });

  it('reads on condition', async () => {
    await put('conditional', 'one');
    assert.equal(await textOf('conditional', { IfMatch: md5('one') }), 'one');
    await assert.rejects(get('conditional', { IfMatch: md5('two') }), { name: 'PreconditionFailed' });
    assert.equal(await textOf('conditional', { IfNoneMatch: md5('two') }), 'one');
    const unchanged = get('conditional', { IfNoneMatch: md5('one') });
    await assert.rejects(unchanged, (error: s3.S3ServiceException) => error.$metadata.httpStatusCode === 304);
  });

  it('writes on condition: exactly one of many at once creates the object', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) => put('first-wins', `writer ${at}`, { IfNoneMatch: '*' })),
    );
    const lost = results.flatMap(result => (result.status === 'rejected' ? [result.reason.name] : []));
    assert.deepEqual(lost, Array(9).fill('PreconditionFailed'));
    await assert.rejects(put('first-wins', 'x', { IfMatch: md5('nobody') }), { name: 'PreconditionFailed' });
    const { ETag } = await get('first-wins');
    await put('first-wins', 'replaced', { IfMatch: ETag });
    assert.equal(await textOf('first-wins'), 'replaced');
    await assert.rejects(put('never-was', 'x', { IfMatch: ETag }), { name: 'NoSuchKey' });
  });

  it('puts an upload together from its parts, and only then shows it', async () => {
    const body = Buffer.alloc(11 * 1024 * 1024, 'parts');
    const upload = new Upload({ client, params: { Bucket, Key: 'big', Body: Readable.from([body]) } });
    const { ETag } = await upload.done();
    assert.match(ETag!, /^"[0-9a-f]{32}-3"$/);
    assert.deepEqual(Buffer.from(await (await get('big')).Body!.transformToByteArray()), body);
    assert.equal((await client.send(new s3.ListMultipartUploadsCommand({ Bucket }))).Uploads, undefined);
  });

  it('refuses parts that are out of order, unknown or too small, and forgets what is aborted', async () => {
    const Key = 'pieces';
    const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand({ Bucket, Key }));
    const etags: (string | undefined)[] = [];
    for (const PartNumber of [1, 2]) {
      etags.push(
        (await client.send(new s3.UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: 'small' }))).ETag,
      );
    }
    const complete = (...Parts: s3.CompletedPart[]) =>
      client.send(new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    const [one, two] = etags.map((ETag, at) => ({ ETag, PartNumber: at + 1 }));
    await assert.rejects(complete(two!, one!), { name: 'InvalidPartOrder' });
    await assert.rejects(complete({ ...one!, ETag: md5('other') }), { name: 'InvalidPart' });
    await assert.rejects(complete(one!, two!), { name: 'EntityTooSmall' });
    const listed = await client.send(new s3.ListPartsCommand({ Bucket, Key, UploadId }));
    assert.deepEqual(
      listed.Parts?.map(part => part.PartNumber),
      [1, 2],
    );
    await client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    await assert.rejects(complete(one!), { name: 'NoSuchUpload' });
    await assert.rejects(get(Key), { name: 'NoSuchKey' });
  });

  it('tells of buckets: which there are, where they live, that one is missing', async () => {
    await client.send(new s3.CreateBucketCommand({ Bucket: 'new-one' }));
    const { Buckets } = await client.send(new s3.ListBucketsCommand());
    assert.deepEqual(
      Buckets?.map(bucket => bucket.Name),
      ['copies', Bucket, 'new-one'],
    );
    assert.equal((await client.send(new s3.HeadBucketCommand({ Bucket }))).BucketRegion, 'us-east-1');
    assert.equal((await client.send(new s3.GetBucketLocationCommand({ Bucket }))).LocationConstraint, undefined);
    await assert.rejects(client.send(new s3.ListObjectsV2Command({ Bucket: 'missing' })), { name: 'NoSuchBucket' });
    await assert.rejects(client.send(new s3.HeadBucketCommand({ Bucket: 'missing' })), { name: 'NotFound' });
  });

  it('says of what it does not know that it does not know it', async () => {
    await assert.rejects(client.send(new s3.GetBucketVersioningCommand({ Bucket })), { name: 'NotImplemented' });
    await assert.rejects(client.send(new s3.GetObjectTaggingCommand({ Bucket, Key: 'digits' })), {
      name: 'NotImplemented',
    });
  });

  it('takes the bucket from the name of the host as well', async () => {
    await put('by/host', 'found');
    const { port } = new URL(playground.url);
    const httpAgent = new Agent({ lookup: toLoopback });
    const endpoint = `http://localhost:${port}`;
    const virtual = clientOf(playground, { endpoint, forcePathStyle: false, requestHandler: { httpAgent } });
    const found = await virtual.send(new s3.GetObjectCommand({ Bucket, Key: 'by/host' }));
    assert.equal(await found.Body?.transformToString(), 'found');
    virtual.destroy();
  });
});
