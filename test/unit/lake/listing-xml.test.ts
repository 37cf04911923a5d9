import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readListing } from '../../../src/lake/s3/listing-xml.ts';
import { decodeEntities, encodeEntities, fitsXml, textOfTag } from '../../../src/lake/s3/xml.ts';

interface Entry {
  readonly key: string;
  readonly size: number;
  readonly etag: string | undefined;
  readonly modifiedMs: number;
}

const urlEncoded = (text: string) => encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%2F', '/');

function listing(
  entries: readonly Entry[],
  { url = true, prefixes = [] as readonly string[], next = '', pretty = '' } = {},
): Buffer {
  const encode = url ? urlEncoded : encodeEntities;
  const tag = (name: string, value: string) => `${pretty}<${name}>${value}</${name}>`;
  const contents = entries.map(({ key, size, etag, modifiedMs }) =>
    tag(
      'Contents',
      tag('Key', encode(key)) +
        tag('LastModified', new Date(modifiedMs).toISOString()) +
        (etag === undefined ? '<ETag></ETag>' : tag('ETag', `&quot;${etag}&quot;`)) +
        tag('Size', String(size)) +
        pretty,
    ),
  );
  const common = prefixes.map(prefix => tag('CommonPrefixes', tag('Prefix', encode(prefix))));
  const token = next && tag('NextContinuationToken', encodeEntities(next));
  const head =
    tag('Name', 'b') + tag('IsTruncated', String(next !== '')) + token + (url ? tag('EncodingType', 'url') : '');
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="x">${head}${contents.join('')}${common.join('')}</ListBucketResult>\n`,
  );
}

const entry: fc.Arbitrary<Entry> = fc.record(
  {
    key: fc.string({ unit: 'grapheme', minLength: 1 }),
    size: fc.nat(),
    etag: fc.option(fc.stringMatching(/^[0-9a-f]{32}$/), { nil: undefined }),
    modifiedMs: fc.integer({ min: 0, max: 4e12 }),
  },
  { noNullPrototype: true },
);

describe('a listing', () => {
  it('is read as it was written: any key, with either encoding, on one line or on many', () => {
    fc.assert(
      fc.property(
        fc.array(entry),
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 })),
        fc.boolean(),
        fc.constantFrom('', '\n  '),
        (entries, prefixes, url, pretty) => {
          const page = readListing(listing(entries, { url, prefixes, pretty, next: 'a+b/c==' }), 0);
          assert.deepEqual(page, { objects: entries, prefixes, next: 'a+b/c==' });
        },
      ),
    );
  });

  it('gives keys relative to the lake, and no object for the prefix itself', () => {
    const at = { size: 1, etag: 'e', modifiedMs: 0 };
    const page = readListing(
      listing([
        { key: 'raw/ü/', ...at },
        { key: 'raw/ü/a', ...at },
      ]),
      'raw/ü/'.length,
    );
    assert.deepEqual(
      page?.objects.map(object => object.key),
      ['a'],
    );
  });

  it('is none when it ends too early or is something else', () => {
    const whole = listing([{ key: 'a', size: 1, etag: undefined, modifiedMs: 0 }]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - '</ListBucketResult>\n'.length }), end => {
        assert.equal(readListing(whole.subarray(0, end), 0), undefined);
      }),
    );
    assert.equal(readListing(Buffer.from('<html>Log in</html>'), 0), undefined);
    assert.equal(readListing(Buffer.from(whole.toString().replace('>a<', '>%zz<')), 0), undefined);
  });

  it('reads 100,000 keys in well under a second', () => {
    const entries = Array.from({ length: 1000 }, (_, i) => ({
      key: `song_data/A/B/C/TRABC${String(i).padStart(13, '0')}.json`,
      size: 250,
      etag: 'd41d8cd98f00b204e9800998ecf8427e',
      modifiedMs: 1_541_030_400_000,
    }));
    const page = listing(entries);
    const startedMs = performance.now();
    for (let i = 0; i < 100; i++) assert.equal(readListing(page, 0)?.objects.length, 1000);
    assert.ok(performance.now() - startedMs < 2_000);
  });
});

describe('XML text', () => {
  it('comes back as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).filter(fitsXml), text => {
        assert.equal(decodeEntities(encodeEntities(text)), text);
        assert.equal(textOfTag(`<a><b>${encodeEntities(text)}</b></a>`, 'b'), text);
      }),
    );
  });

  it('knows the entities by number', () => {
    assert.equal(decodeEntities('&#65;&#x1F3B5;&unknown;&#x110000;'), 'A🎵&unknown;&#x110000;');
  });
});
