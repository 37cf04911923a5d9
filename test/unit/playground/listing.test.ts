import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call } from '../../../src/playground/s3/call.ts';
import { listObjects, listObjectsV2 } from '../../../src/playground/s3/listing.ts';
import { Uploads } from '../../../src/playground/s3/uploads.ts';
import { textsOf, unescapeXml } from '../../../src/playground/s3/xml.ts';
import { MemoryStore } from '../../../src/playground/store/memory.ts';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const text = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', '/', ' ', '+', '%', '&', 'é', '😀'), minLength: least, maxLength: most });

function ask(keys: readonly string[], list: typeof listObjects, query: Record<string, string>): string {
  const store = new MemoryStore();
  for (const key of keys) store.put(key, Buffer.from(key));
  const call: Call = {
    method: 'GET',
    rawPath: '/b',
    query: new URLSearchParams(query),
    headers: {},
    bucket: 'b',
    key: '',
  };
  const service = {
    buckets: new Map([['b', store]]),
    uploads: new Uploads(),
    region: 'us-east-1',
    maxKeys: 1000,
    now: Date.now,
  };
  return list(call, service).body!.toString();
}

const texts = (xml: string, outer: string, inner: string): string[] =>
  textsOf(xml, outer).flatMap(one => textsOf(one, inner).map(unescapeXml));
const fromUrl = (encoded: string): string => decodeURIComponent(encoded.replaceAll('+', ' '));

/** What the whole listing must be: keys, and one common prefix for all that share it. */
function expectedOf(keys: readonly string[], prefix: string, delimiter: string, after: string): string[] {
  const names = keys
    .filter(key => key.startsWith(prefix) && byBytes(key, after) > 0)
    .map(key => {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return end < 0 ? key : `${key.slice(0, end + delimiter.length)} (prefix)`;
    });
  return [...new Set(names)].sort(byBytes);
}

const asked = fc.record({
  keys: fc.uniqueArray(text(1, 6), { maxLength: 40 }),
  prefix: text(0, 2),
  delimiter: fc.constantFrom('', '/', 'a', '//', '😀'),
  maxKeys: fc.integer({ min: 1, max: 7 }),
});

describe('a listing', () => {
  it('tells every key and common prefix once, in pages of at most max-keys', () => {
    fc.assert(
      fc.property(asked, text(0, 2), fc.boolean(), ({ keys, prefix, delimiter, maxKeys }, after, isEncoded) => {
        const decode = isEncoded ? fromUrl : (key: string) => key;
        const told: string[] = [];
        let token: string | undefined = '';
        while (token !== undefined) {
          const xml = ask(keys, listObjectsV2, {
            'list-type': '2',
            prefix,
            delimiter,
            'max-keys': String(maxKeys),
            'start-after': after,
            ...(isEncoded ? { 'encoding-type': 'url' } : {}),
            ...(token === '' ? {} : { 'continuation-token': token }),
          });
          const page = [
            ...texts(xml, 'Contents', 'Key').map(decode),
            ...texts(xml, 'CommonPrefixes', 'Prefix').map(name => `${decode(name)} (prefix)`),
          ];
          token = textsOf(xml, 'NextContinuationToken')[0];
          assert.equal(textsOf(xml, 'KeyCount')[0], String(page.length));
          assert.equal(textsOf(xml, 'IsTruncated')[0], String(token !== undefined));
          assert.ok(token === undefined ? page.length <= maxKeys : page.length === maxKeys);
          told.push(...page);
        }
        const expected = expectedOf(keys, prefix, delimiter, after);
        assert.deepEqual(told.toSorted(byBytes), expected.toSorted(byBytes));
      }),
    );
  });

  it('tells the same by markers, as the first version of the call goes', () => {
    fc.assert(
      fc.property(asked, ({ keys, prefix, delimiter, maxKeys }) => {
        const told: string[] = [];
        let marker: string | undefined = '';
        while (marker !== undefined) {
          const xml = ask(keys, listObjects, { prefix, delimiter, 'max-keys': String(maxKeys), marker });
          told.push(
            ...texts(xml, 'Contents', 'Key'),
            ...texts(xml, 'CommonPrefixes', 'Prefix').map(name => `${name} (prefix)`),
          );
          const next = textsOf(xml, 'NextMarker')[0];
          marker = next === undefined ? undefined : unescapeXml(next);
        }
        const expected = expectedOf(keys, prefix, delimiter, '');
        assert.deepEqual(told.toSorted(byBytes), expected.toSorted(byBytes));
      }),
    );
  });

  it('tells nothing when no keys are wanted', () => {
    const xml = ask(['a'], listObjectsV2, { 'list-type': '2', 'max-keys': '0' });
    assert.deepEqual([textsOf(xml, 'KeyCount'), textsOf(xml, 'IsTruncated')], [['0'], ['false']]);
  });

  for (const [name, value] of [
    ['max-keys', '-1'],
    ['max-keys', 'many'],
    ['encoding-type', 'morse'],
    ['continuation-token', '?'],
  ] as const) {
    it(`refuses ${name}=${value}`, () => {
      assert.throws(() => ask(['a'], listObjectsV2, { 'list-type': '2', [name]: value }), { code: 'InvalidArgument' });
    });
  }
});
