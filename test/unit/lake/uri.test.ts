import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { parseUri, printUri } from '../../../src/lake/uri.ts';

const places = { folder: '/project', home: '/home/ann' };
const printed = (text: string) => printUri(parseUri(text, places));

describe('the address of a lake', () => {
  it('names a bucket and a prefix, with or without a slash at the end', () => {
    for (const text of [
      's3://bucket/raw/2018',
      's3://bucket/raw/2018/',
      's3a://bucket/raw/2018',
      'S3N://bucket/raw/2018/',
    ]) {
      assert.equal(printed(text), 's3://bucket/raw/2018/');
    }
    assert.equal(printed('s3://bucket'), 's3://bucket/');
    assert.equal(printed('s3://bucket/'), 's3://bucket/');
  });

  it('takes a prefix as it stands: nothing in it is decoded or tidied', () => {
    assert.equal(printed('s3://bucket/a b/%20+#?/../ü//x'), 's3://bucket/a b/%20+#?/../ü//x/');
  });

  it('names a folder from the project, from home, from the root or as a file address', () => {
    assert.equal(printed('data/songs'), '/project/data/songs/');
    assert.equal(printed('./data/../songs/'), '/project/songs/');
    assert.equal(printed('~/songs'), '/home/ann/songs/');
    assert.equal(printed('~'), '/home/ann/');
    assert.equal(printed('/data'), '/data/');
    assert.equal(printed('file:///data/a%20b'), '/data/a b/');
    assert.equal(printed('/'), '/');
  });

  it('is refused with a sentence that says what it should look like', () => {
    const refused: [string, RegExp][] = [
      ['', /is empty/],
      ['s3:/bucket', /two slashes/],
      ['s3://', /names no bucket/],
      ['s3:///prefix', /names no bucket/],
      ['s3://a', /cannot be the name of a bucket/],
      ['s3://my bucket/x', /cannot be the name of a bucket/],
      ['https://bucket.s3.amazonaws.com/x', /--endpoint/],
      ['gs://bucket/x', /begin with gs:/],
      ['file://host/share', /file:\/\/\/folder/],
      ['data\0', /NUL/],
      ['s3://bucket/\ud800', /Unicode/],
    ];
    for (const [text, sentence] of refused) {
      assert.throws(
        () => parseUri(text, places),
        error => isSparkifyError(error) && error.code === 'lake.uri' && sentence.test(error.message),
        text,
      );
    }
  });

  it('is never repeated where keys stand in it', () => {
    assert.throws(
      () => parseUri('s3://AKIAEXAMPLE:hush@bucket/x', places),
      error => isSparkifyError(error) && !/hush|AKIA/.test(error.message),
    );
  });

  it('reads as it was printed, whatever the prefix', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,60}[a-z0-9]$/),
        fc.string({ unit: 'grapheme' }),
        (bucket, prefix) => {
          const uri = parseUri(`s3://${bucket}/${prefix}`, places);
          assert.deepEqual(parseUri(printUri(uri), places), uri);
        },
      ),
    );
  });
});
