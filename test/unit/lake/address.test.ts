import assert from 'node:assert/strict';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { addressOf, parseEndpoint, regionOfEndpoint } from '../../../src/lake/s3/address.ts';

describe('where requests go', () => {
  it('is the bucket’s own host at AWS, in its region', () => {
    assert.deepEqual(addressOf('lake', 'eu-west-1', {}), {
      origin: 'https://lake.s3.eu-west-1.amazonaws.com',
      host: 'lake.s3.eu-west-1.amazonaws.com',
      base: '/',
    });
    assert.equal(addressOf('lake', undefined, {}).host, 'lake.s3.amazonaws.com');
    assert.equal(addressOf('lake', 'cn-north-1', {}).host, 'lake.s3.cn-north-1.amazonaws.com.cn');
  });

  it('has the bucket in the path where a name fits no certificate, at other stores, and on demand', () => {
    assert.equal(addressOf('my.lake', 'eu-west-1', {}).base, '/my.lake/');
    assert.equal(addressOf('Lake', 'eu-west-1', {}).base, '/Lake/');
    assert.equal(addressOf('lake', 'eu-west-1', { pathStyle: 'path' }).origin, 'https://s3.eu-west-1.amazonaws.com');
    const endpoint = parseEndpoint('http://localhost:9000');
    assert.deepEqual(addressOf('lake', 'x', { endpoint }), {
      origin: 'http://localhost:9000',
      host: 'localhost:9000',
      base: '/lake/',
    });
    assert.equal(addressOf('lake', 'x', { endpoint, pathStyle: 'virtual' }).host, 'lake.localhost:9000');
  });

  it('keeps the path of an endpoint', () => {
    const endpoint = parseEndpoint('https://project.example/storage/v1/s3/');
    assert.equal(addressOf('lake', 'x', { endpoint }).base, '/storage/v1/s3/lake/');
  });

  it('is read from an endpoint with or without a scheme, and tells the region of AWS', () => {
    assert.equal(parseEndpoint('localhost:9000').origin, 'http://localhost:9000');
    assert.equal(parseEndpoint('store.example').origin, 'https://store.example');
    assert.equal(regionOfEndpoint(parseEndpoint('https://s3.us-west-2.amazonaws.com')), 'us-west-2');
    assert.equal(regionOfEndpoint(parseEndpoint('https://store.example')), undefined);
  });

  it('is refused where the endpoint is no web address or holds credentials, which are not repeated', () => {
    for (const text of ['ftp://x', 'http://', 'https://x?y=1', 'https://user:hush@x', 'https://user:hush@x?y']) {
      assert.throws(
        () => parseEndpoint(text),
        error => isSparkifyError(error) && error.code === 'usage.option' && !error.message.includes('hush'),
        text,
      );
    }
  });
});
