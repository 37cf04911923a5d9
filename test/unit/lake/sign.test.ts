import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { encodeKey } from '../../../src/lake/keys.ts';
import { emptyHash, RequestSigner } from '../../../src/lake/s3/sign.ts';

class PlainSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }

  update(data: Uint8Array) {
    this.#hash.update(data);
  }

  async digest() {
    return this.#hash.digest();
  }

  reset() {}
}

const text = fc.string({ unit: 'grapheme', minLength: 1 });
const word = fc.stringMatching(/^[A-Za-z0-9/+]{1,40}$/);
const identities = fc.record(
  { accessKeyId: word, secretAccessKey: word, sessionToken: word },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);

describe('a signature', () => {
  it("is the SDK signer's own, for any key, query, header, credentials and second", async () => {
    await fc.assert(
      fc.asyncProperty(
        identities,
        fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
        text,
        fc.option(text, { nil: undefined }),
        fc.option(fc.record({ 'content-type': fc.constant('text/plain;  a=b '), 'content-md5': word }), {
          nil: undefined,
        }),
        fc.date({ min: new Date('2006-03-14'), max: new Date('2099-12-31'), noInvalidDate: true }),
        async (identity, method, key, prefix, further, date) => {
          const host = 'bucket.s3.eu-central-1.amazonaws.com';
          const path = `/${encodeKey(key)}`;
          const query = prefix === undefined ? '' : `list-type=2&prefix=${encodeKey(prefix).replaceAll('/', '%2F')}`;
          const ours = new RequestSigner(identity, 'eu-central-1');
          const headers = await ours.sign(
            { method, host, path, query, payloadHash: emptyHash, further },
            date.getTime(),
          );

          const theirs = new SignatureV4({
            service: 's3',
            region: 'eu-central-1',
            credentials: identity,
            sha256: PlainSha256,
            uriEscapePath: false,
          });
          const signed = await theirs.sign(
            {
              method,
              protocol: 'https:',
              hostname: host,
              path,
              query: prefix === undefined ? {} : { prefix, 'list-type': '2' },
              headers: { host, 'x-amz-content-sha256': emptyHash, ...further },
            },
            { signingDate: date },
          );
          const sent = Object.fromEntries(
            headers.map((name, i) => [name, headers[i + 1]]).filter((_, i) => i % 2 === 0),
          );
          assert.equal(sent.authorization, signed.headers.authorization);
          assert.equal(sent['x-amz-date'], signed.headers['x-amz-date']);
          assert.equal(sent['x-amz-security-token'], signed.headers['x-amz-security-token']);
        },
      ),
    );
  });
});
