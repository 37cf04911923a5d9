import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import type { Call } from '../../../src/playground/s3/call.ts';
import { unpackChunks } from '../../../src/playground/s3/payload.ts';
import { signatureCheck } from '../../../src/playground/s3/signature.ts';

// The worked examples in Amazon's description of Signature Version 4 for S3.
const credential = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const thenMs = Date.UTC(2013, 4, 24);

function request(method: string, path: string, headers: IncomingHttpHeaders, query = ''): Call {
  const all = { host: 'examplebucket.s3.amazonaws.com', ...headers };
  return {
    method,
    rawPath: path,
    query: new URLSearchParams(query),
    headers: all,
    bucket: 'examplebucket',
    key: path.slice(1),
  };
}

const authorization = (signedHeaders: string, signature: string): string =>
  `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${signedHeaders},Signature=${signature}`;

const getObject = request('GET', '/test.txt', {
  range: 'bytes=0-9',
  'x-amz-content-sha256': emptyHash,
  'x-amz-date': '20130524T000000Z',
  authorization: authorization(
    'host;range;x-amz-content-sha256;x-amz-date',
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ),
});

const presigned = (expires: string): Call =>
  request(
    'GET',
    '/test.txt',
    {},
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=20130524T000000Z` +
      `&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host` +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );

const chunkedUpload = request('PUT', '/examplebucket/chunkObject.txt', {
  host: 's3.amazonaws.com',
  'x-amz-date': '20130524T000000Z',
  'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'content-encoding': 'aws-chunked',
  'x-amz-decoded-content-length': '66560',
  'content-length': '66824',
  authorization: authorization(
    'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
    '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  ),
});

const chunkSignatures = [
  'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
];

function chunked(letter: string): Buffer {
  const [first, second, last] = chunkSignatures;
  return Buffer.from(
    `10000;chunk-signature=${first}\r\n${letter.repeat(65_536)}\r\n400;chunk-signature=${second}\r\n${'a'.repeat(1024)}\r\n` +
      `0;chunk-signature=${last}\r\n\r\n`,
  );
}

const check = (call: Call, nowMs = thenMs, region = 'us-east-1') =>
  signatureCheck([credential], region, () => nowMs)(call);

describe('a signature', () => {
  it("holds when it is Amazon's own example, in a header", () => {
    assert.equal(check(getObject)?.accessKeyId, credential.accessKeyId);
  });

  it("holds when it is Amazon's own example, in the query", () => {
    assert.equal(check(presigned('86400'))?.payload, 'UNSIGNED-PAYLOAD');
  });

  it('in the query holds until it expires', () => {
    assert.ok(check(presigned('86400'), thenMs + 86_399_000));
    assert.throws(() => check(presigned('86400'), thenMs + 86_401_000), {
      code: 'AccessDenied',
      message: 'Request has expired',
    });
  });

  it("of Amazon's example of a body in chunks holds for the head and for every chunk", () => {
    const signed = check(chunkedUpload);
    assert.equal(unpackChunks(chunked('a'), signed?.chunks).body.length, 66_560);
    assert.throws(() => unpackChunks(chunked('b'), signed?.chunks), { code: 'SignatureDoesNotMatch' });
  });

  it('does not hold for another request', () => {
    for (const change of [{ method: 'DELETE' }, { rawPath: '/other.txt' }, { query: new URLSearchParams('a=b') }]) {
      assert.throws(() => check({ ...getObject, ...change }), { code: 'SignatureDoesNotMatch' });
    }
  });

  it('does not hold where a header of Amazon came in unsigned', () => {
    const call = { ...getObject, headers: { ...getObject.headers, 'x-amz-copy-source': '/other/secret' } };
    assert.throws(() => check(call), { code: 'AccessDenied' });
  });

  it('made fifteen minutes off the clock is too skewed, and just before that is not', () => {
    for (const side of [-1, 1]) {
      assert.ok(check(getObject, thenMs + side * 15 * 60_000));
      assert.throws(() => check(getObject, thenMs + side * (15 * 60_000 + 1000)), { code: 'RequestTimeTooSkewed' });
    }
  });

  it('for another region is told which one is right', () => {
    assert.throws(() => check(getObject, thenMs, 'eu-west-1'), {
      code: 'AuthorizationHeaderMalformed',
      details: [['Region', 'eu-west-1']],
    });
  });

  it('by an unknown key is told so', () => {
    const unknown = signatureCheck([{ ...credential, accessKeyId: 'OTHER' }], 'us-east-1', () => thenMs);
    assert.throws(() => unknown(getObject), { code: 'InvalidAccessKeyId' });
  });

  it('by credentials that have expired is refused as an expired token', () => {
    const expired = signatureCheck([{ ...credential, expiresAtMs: thenMs }], 'us-east-1', () => thenMs);
    assert.throws(() => expired(getObject), { code: 'ExpiredToken' });
  });

  it('that is missing is no signature', () => {
    assert.equal(check(request('GET', '/test.txt', {})), undefined);
  });
});
