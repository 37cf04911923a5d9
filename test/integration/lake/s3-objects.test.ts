import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { suggestPrefixes } from '../../../src/lake/suggest.ts';
import { failsWith, lakeOn, listed, texts, withFolder } from '../../support/lakes.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';
import { clientOf } from '../playground/client.ts';

const oddKeys = [
  'a b.json',
  'a+b.json',
  'a%20b.json',
  'a#b?c&d=e.json',
  'ü/日本/🎵.json',
  'quo\'te"<>&.json',
  'tab\tline\nend.json',
  'bell\u0007.json',
  'a/../b.json',
  './c.json',
  'double//slash.json',
  'back\\slash.json',
  'empty.json',
  'folder/',
];
const contentOf = (key: string) => (key === 'empty.json' || key.endsWith('/') ? '' : `{"key":${JSON.stringify(key)}}`);

describe('a lake on S3', () => {
  let playground: PlaygroundProcess;
  before(async () => {
    const odd = Object.fromEntries(oddKeys.map(key => [`odd/${key}`, contentOf(key)]));
    const deep = Object.fromEntries(
      Array.from({ length: 2_500 }, (_, i) => [`deep/${'xyz'[i % 3]}/${i % 50}/${i}.json`, `{"i":${i}}`]),
    );
    playground = await startPlaygroundProcess({
      maxKeys: 100,
      buckets: {
        lake: {
          objects: {
            ...odd,
            ...deep,
            'deep/direct.json': '{}',
            'deep/': '',
            'flat/one.json': '1',
            'zip/a.json.gz': { base64: gzipSync('{"zipped":true}').toString('base64') },
            'zip/cut.json.gz': { base64: gzipSync('{"zipped":true}').subarray(0, 20).toString('base64') },
            'zip/plain.json.gz': '{"zipped":false}',
          },
        },
        work: { objects: {} },
      },
    });
  });
  after(() => playground.stop());
  beforeEach(() => playground.reset());

  it('lists every object once, however deep, in pages, relative to the lake', async () => {
    const lake = await lakeOn(playground, 's3://lake/deep');
    const keys = (await listed(lake)).map(object => object.key);
    assert.equal(lake.uri, 's3://lake/deep/');
    assert.equal(keys.length, 2_501);
    assert.equal(new Set(keys).size, 2_501);
    assert.ok(keys.includes('direct.json') && keys.includes('x/0/0.json'));
    assert.deepEqual((await listed(lake, 'y/4/')).length, 17);
    assert.deepEqual(await listed(lake, 'nothing/'), []);
    await lake.close();
  });

  it('lists a small prefix with one request', async () => {
    const lake = await lakeOn(playground, 's3://lake/flat');
    const [one] = await listed(lake);
    assert.deepEqual(
      { ...one, modifiedMs: 0 },
      { key: 'one.json', size: 1, etag: 'c4ca4238a0b923820dcc509a6f75849b', modifiedMs: 0 },
    );
    assert.deepEqual((await playground.stats()).requests, { ListObjectsV2: 1 });
    await lake.close();
  });

  it('stops listing when nobody wants more', async () => {
    const lake = await lakeOn(playground, 's3://lake/deep');
    for await (const page of lake.list()) {
      assert.ok(page.length > 0);
      break;
    }
    const { requests } = await playground.stats();
    assert.ok((requests.ListObjectsV2 ?? 0) < 50);
    await lake.close();
  });

  it('shows one level: prefixes and the objects that lie there', async () => {
    const lake = await lakeOn(playground, 's3://lake');
    assert.deepEqual((await lake.browse('')).prefixes, ['deep/', 'flat/', 'odd/', 'zip/']);
    const { prefixes, objects } = await lake.browse('deep/');
    assert.deepEqual(prefixes, ['deep/x/', 'deep/y/', 'deep/z/']);
    assert.deepEqual(
      objects.map(object => object.key),
      ['deep/', 'deep/direct.json'],
    );
    assert.equal((await lake.browse('deep/x/', { limit: 7 })).prefixes.length, 7);
    await lake.close();
  });

  it('reads keys of every kind, byte for byte', async () => {
    const lake = await lakeOn(playground, 's3://lake/odd');
    const objects = await listed(lake);
    assert.deepEqual(objects.map(object => object.key).sort(), [...oddKeys].sort());
    assert.deepEqual(
      await texts(lake.read(objects)),
      Object.fromEntries([...oddKeys].sort().map(key => [key, contentOf(key)])),
    );
    await lake.close();
  });

  it('reads gzip, and says why where it is none', async () => {
    const lake = await lakeOn(playground, 's3://lake/zip');
    assert.deepEqual(await texts(lake.read(await listed(lake))), {
      'a.json.gz': '{"zipped":true}',
      'cut.json.gz': 'it is gzip that ends too early',
      'plain.json.gz': 'it is named or marked as gzip, and is not gzip',
    });
    await lake.close();
  });

  it('tells of objects that are gone since they were listed', async () => {
    const lake = await lakeOn(playground, 's3://lake/flat');
    const gone = { key: 'two.json', size: 1, etag: 'c4ca4238a0b923820dcc509a6f75849b', modifiedMs: 0 };
    assert.deepEqual(await texts(lake.read([...(await listed(lake)), gone])), { 'one.json': '1', 'two.json': 'gone' });
    await lake.close();
  });

  it('reads the new version of an object that changed since it was listed, and says which that is', async () => {
    const lake = await lakeOn(playground, 's3://work');
    await lake.put('changes.json', 'old');
    const objects = await listed(lake);
    await lake.put('changes.json', 'newer');
    for await (const one of lake.read(objects)) {
      assert.ok(!one.gone && one.body.toString() === 'newer');
      assert.deepEqual(one.object, (await listed(lake))[0]);
    }
    await lake.delete(['changes.json']);
    await lake.close();
  });

  it('gives back what was put, and nothing of what was deleted, whatever the keys', async () => {
    const lake = await lakeOn(playground, 's3://work/any');
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.string(), {
          maxKeys: 6,
          noNullPrototype: true,
        }),
        async contents => {
          for (const [key, text] of Object.entries(contents)) await lake.put(key, text);
          const objects = await listed(lake);
          const sorted = Object.fromEntries(Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1)));
          assert.deepEqual(await texts(lake.read(objects)), sorted);
          await lake.delete(Object.keys(contents));
          assert.deepEqual(await listed(lake), []);
        },
      ),
      { numRuns: 30 },
    );
    await lake.close();
  });

  it('deletes more objects than fit into one request', async () => {
    const lake = await lakeOn(playground, 's3://lake/deep');
    const keys = (await listed(lake, 'z/')).map(object => object.key);
    await lake.delete([...keys, ...Array.from({ length: 1_500 }, (_, i) => `was never there ${i}`)]);
    assert.deepEqual(await listed(lake, 'z/'), []);
    assert.equal((await playground.stats()).requests.DeleteObjects, 3);
    await lake.close();
  });

  it('puts only what is not there yet, when asked to', async () => {
    const lake = await lakeOn(playground, 's3://work');
    assert.equal(await lake.putIfAbsent('claim', 'mine'), true);
    assert.equal(await lake.putIfAbsent('claim', 'yours'), false);
    assert.deepEqual(await texts(lake.read(await listed(lake))), { claim: 'mine' });
    await lake.delete(['claim']);
    await lake.close();
  });

  it('knows its own claim again when the answer to it was lost', async () => {
    const lake = await lakeOn(playground, 's3://work');
    await playground.setFaults([{ kind: 'reset', match: { operation: 'PutObject' }, times: 1 }]);
    assert.equal(await lake.putIfAbsent('claim', 'mine'), true);
    await lake.delete(['claim']);
    await lake.close();
  });

  it('stores a file at once or in parts, with faults on the way', () =>
    withFolder(async folder => {
      const lake = await lakeOn(playground, 's3://work');
      const [small, large] = [Buffer.from('small'), randomBytes(20_000_000)];
      await Promise.all([writeFile(join(folder, 'small'), small), writeFile(join(folder, 'large'), large)]);
      await playground.setFaults([
        { kind: 'slowDown503', match: { operation: 'UploadPart' }, times: 2 },
        { kind: 'reset', match: { operation: 'CompleteMultipartUpload' }, times: 1 },
      ]);
      await lake.putFile('small', join(folder, 'small'), { contentType: 'text/plain' });
      await lake.putFile('large', join(folder, 'large'), { contentType: 'application/octet-stream' });
      const bodies = new Map<string, Buffer>();
      for await (const one of lake.read(await listed(lake))) if (!one.gone) bodies.set(one.object.key, one.body);
      assert.ok(bodies.get('small')?.equals(small));
      assert.ok(bodies.get('large')?.equals(large));
      assert.equal((await playground.stats()).requests.UploadPart, 5);
      await lake.delete(['small', 'large']);
      await lake.close();
    }));

  it('leaves nothing of a file that could not be stored whole', () =>
    withFolder(async folder => {
      const lake = await lakeOn(playground, 's3://work');
      await writeFile(join(folder, 'large'), randomBytes(20_000_000));
      await playground.setFaults([{ kind: 'denied403', match: { operation: 'UploadPart' }, skip: 1 }]);
      const refusal = failsWith('lake.denied', /s3:PutObject on arn:aws:s3:::work\/large/);
      await assert.rejects(lake.putFile('large', join(folder, 'large')), refusal);
      assert.deepEqual(await listed(lake), []);
      assert.equal((await playground.stats()).requests.AbortMultipartUpload, 1);
      await lake.close();
    }));

  it('sweeps up uploads that were begun beneath a prefix and never completed, and no others', async () => {
    const lake = await lakeOn(playground, 's3://work/here');
    const client = clientOf(playground);
    for (const Key of ['here/a b+ü&', 'here/deep/b', 'here/deep/b', 'elsewhere/c']) {
      await client.send(new CreateMultipartUploadCommand({ Bucket: 'work', Key }));
    }
    const unfinished = async () => {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'work' }));
      return Uploads.map(({ Key }) => Key);
    };
    await lake.sweep('', { isDeep: false });
    assert.deepEqual(await unfinished(), ['here/deep/b', 'here/deep/b', 'elsewhere/c']);
    await lake.sweep('deep/', { isDeep: true });
    assert.deepEqual(await unfinished(), ['elsewhere/c']);
    client.destroy();
    await lake.close();
  });

  it('refuses keys that no store can hold', async () => {
    const lake = await lakeOn(playground, 's3://work');
    for (const key of ['', '\ud800', 'x'.repeat(1025)]) {
      await assert.rejects(lake.put(key, ''), failsWith('lake.key'));
    }
    await lake.close();
  });

  it('suggests what lies beneath a prefix without data, and what lies near one that is empty', async () => {
    const lake = await lakeOn(playground, 's3://lake');
    assert.deepEqual(await suggestPrefixes(lake, 'deep/'), ['s3://lake/deep/x/', 's3://lake/deep/y/']);
    const mistyped = await lakeOn(playground, 's3://lake/deap/x');
    assert.equal((await suggestPrefixes(mistyped, ''))[0], 's3://lake/deep/');
    await Promise.all([lake.close(), mistyped.close()]);
  });
});
