import assert from 'node:assert/strict';
import fs, { mkdir, readdir, readFile, realpath, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openLake } from '../../../src/lake/open.ts';
import { suggestPrefixes } from '../../../src/lake/suggest.ts';
import { bareEnv, failsWith, listed, texts, withFolder } from '../../support/lakes.ts';

const opened = (folder: string, warnings: string[] = []) =>
  openLake(folder, { env: bareEnv, projectFolder: '/nonexistent', warn: message => warnings.push(message) });

async function fill(folder: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** As on exFAT or a network drive, of which none can be mounted where tests run. */
async function withoutLinks(code: string, work: () => Promise<void>): Promise<void> {
  const { link } = fs;
  fs.link = () => Promise.reject(Object.assign(new Error(`${code}: no links here`), { code, syscall: 'link' }));
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    fs.link = link;
    syncBuiltinESMExports();
  }
}

describe('a lake in a folder', () => {
  it('lists files of every depth, one level, or what begins alike', () =>
    withFolder(async folder => {
      await fill(folder, {
        'a.json': '1',
        'x/b.json': '22',
        'x/y/c.json': '',
        'x+ü %#?/🎵.json': '4',
        '.hidden/d': '5',
      });
      const lake = await opened(folder);
      assert.equal(lake.uri, `${folder}/`);
      assert.equal(lake.access, 'folder');
      const keys = (await listed(lake)).map(object => object.key);
      assert.deepEqual(keys, ['.hidden/d', 'a.json', 'x+ü %#?/🎵.json', 'x/b.json', 'x/y/c.json']);
      assert.deepEqual(
        (await listed(lake, 'x/')).map(({ key, size, etag }) => ({ key, size, etag })),
        [
          { key: 'x/b.json', size: 2, etag: undefined },
          { key: 'x/y/c.json', size: 0, etag: undefined },
        ],
      );
      assert.deepEqual((await listed(lake, 'x')).length, 3);
      assert.deepEqual(await listed(lake, 'nothing/'), []);
      const { prefixes, objects } = await lake.browse('x/');
      assert.deepEqual([prefixes, objects.map(object => object.key)], [['x/y/'], ['x/b.json']]);
      assert.equal(
        (await lake.browse('', { limit: 1 })).prefixes.length + (await lake.browse('', { limit: 1 })).objects.length,
        1,
      );
    }));

  it('lists many files in pages', () =>
    withFolder(async folder => {
      await fill(folder, Object.fromEntries(Array.from({ length: 2_300 }, (_, i) => [`${i % 9}/${i}.json`, `${i}`])));
      const lake = await opened(folder);
      const sizes: number[] = [];
      for await (const page of lake.list()) sizes.push(page.length);
      assert.deepEqual(sizes, [1000, 1000, 300]);
      assert.equal(Object.keys(await texts(lake.read(await listed(lake)))).length, 2_300);
    }));

  it('reads text and gzip, and tells of files that are gone', () =>
    withFolder(async folder => {
      await fill(folder, { 'a.json': 'one', 'b.json.gz': gzipSync('two'), 'c.json.gz': 'three', 'd.json': 'four' });
      const lake = await opened(folder);
      const objects = await listed(lake);
      await unlink(join(folder, 'd.json'));
      assert.deepEqual(await texts(lake.read(objects)), {
        'a.json': 'one',
        'b.json.gz': 'two',
        'c.json.gz': 'it is named or marked as gzip, and is not gzip',
        'd.json': 'gone',
      });
    }));

  it('reads a file that changed since it was listed as it is now, and says which version that is', () =>
    withFolder(async folder => {
      await fill(folder, { 'a.json': 'old content' });
      const lake = await opened(folder);
      const objects = await listed(lake);
      await truncate(join(folder, 'a.json'), 3);
      for await (const one of lake.read(objects)) {
        assert.ok(!one.gone && one.body.toString() === 'old');
        assert.deepEqual(one.object, (await listed(lake))[0]);
      }
    }));

  it('gives back what was put, and nothing of what was deleted, whatever the keys', () =>
    withFolder(async folder => {
      const lake = await opened(join(folder, 'new', 'lake'));
      const name = fc.stringMatching(/^[\w +%#?&'"ü日-]{1,12}$/);
      const key = fc
        .array(name, { minLength: 1, maxLength: 3 })
        .map(names => names.map((one, i) => `${i}${one}`).join('/'));
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(key, fc.string(), { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
          async contents => {
            const keys = Object.keys(contents);
            fc.pre(!keys.some(one => keys.some(other => other.startsWith(`${one}/`))));
            for (const [one, text] of Object.entries(contents)) await lake.put(one, text);
            const sorted = Object.fromEntries(Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1)));
            assert.deepEqual(await texts(lake.read(await listed(lake))), sorted);
            await lake.delete([...keys, 'never/there']);
            assert.deepEqual(await readdir(join(folder, 'new', 'lake')), [], 'no empty folder stays');
          },
        ),
        { numRuns: 40 },
      );
    }));

  it('puts only what is not there yet, when asked to', () =>
    withFolder(async folder => {
      const lake = await opened(folder);
      const claims = await Promise.all(['a', 'b', 'c'].map(text => lake.putIfAbsent('claim', text)));
      assert.equal(claims.filter(Boolean).length, 1);
      assert.deepEqual(await readdir(folder), ['claim']);
    }));

  for (const code of ['EPERM', 'ENOTSUP', 'ENOSYS', 'EISDIR']) {
    it(`puts only what is not there yet, on a file system that has no links (${code})`, () =>
      withFolder(folder =>
        withoutLinks(code, async () => {
          const lake = await opened(folder);
          const texts = ['a', 'b', 'c', 'd', 'e'];
          const claims = await Promise.all(texts.map(text => lake.putIfAbsent('x/claim', text)));
          assert.equal(claims.filter(Boolean).length, 1);
          assert.equal(await readFile(join(folder, 'x/claim'), 'utf8'), texts[claims.indexOf(true)]);
          assert.equal(await lake.putIfAbsent('x/claim', 'late'), false);
          assert.deepEqual(await readdir(join(folder, 'x')), ['claim'], 'nothing is left aside');
        }),
      ));
  }

  it('stores files and replaces them whole', () =>
    withFolder(async folder => {
      await fill(folder, { source: 'x'.repeat(100_000) });
      const lake = await opened(join(folder, 'lake'));
      await lake.put('t/file', 'short');
      await lake.putFile('t/file', join(folder, 'source'));
      assert.equal(await readFile(join(folder, 'lake/t/file'), 'utf8'), 'x'.repeat(100_000));
      assert.deepEqual(await readdir(join(folder, 'lake/t')), ['file']);
      await assert.rejects(
        lake.putFile('t/file', join(folder, 'missing')),
        failsWith('lake.write', /t\/file could not be written/),
      );
      assert.deepEqual(await readdir(join(folder, 'lake/t')), ['file']);
    }));

  it('stores beside others who delete the last files of the same folder', () =>
    withFolder(async folder => {
      const lake = await opened(folder);
      const comeAndGo = async (name: string) => {
        for (let i = 0; i < 40; i++) {
          await lake.put(`a/b/${name}${i}`, '1');
          await lake.delete([`a/b/${name}${i}`]);
        }
      };
      await Promise.all(['x', 'y', 'z'].map(comeAndGo));
      assert.deepEqual(await listed(lake), []);
    }));

  it('never lists what a killed process left half written', () =>
    withFolder(async folder => {
      await fill(folder, { 'a.json': '1', '.sparkify-0123456789abcdef.part': 'half' });
      assert.deepEqual(
        (await listed(await opened(folder))).map(object => object.key),
        ['a.json'],
      );
    }));

  it('sweeps up what killed processes left half written, with folders that are empty then', () =>
    withFolder(async folder => {
      const part = '.sparkify-0123456789abcdef.part';
      await fill(folder, { 'a.json': '1', [part]: '', [`x/${part}`]: '', 'x/b.json': '2', [`x/y/z/${part}`]: '' });
      await symlink('x', join(folder, '.sparkify-fedcba9876543210.part'));
      const lake = await opened(folder);
      await lake.sweep('', { isDeep: false });
      assert.deepEqual((await readdir(folder)).sort(), ['a.json', 'x']);
      assert.deepEqual((await readdir(join(folder, 'x'))).sort(), [part, 'b.json', 'y']);
      await lake.sweep('x/', { isDeep: true });
      await lake.sweep('nowhere/', { isDeep: true });
      assert.deepEqual(await readdir(join(folder, 'x')), ['b.json']);
    }));

  it('refuses keys that lead out of the folder, or name no file in it', () =>
    withFolder(async folder => {
      const lake = await opened(join(folder, 'lake'));
      await lake.put('a', '1');
      for (const key of [
        '',
        '..',
        '../a',
        'x/../../a',
        '/etc/passwd',
        'a/',
        'a//b',
        './a',
        'nul\0',
        `${'x'.repeat(256)}`,
      ]) {
        await assert.rejects(lake.put(key, ''), failsWith('lake.key'), key);
        await assert.rejects(lake.putIfAbsent(key, ''), failsWith('lake.key'), key);
        await assert.rejects(lake.delete([key]), failsWith('lake.key'), key);
        const object = { key, size: 0, etag: undefined, modifiedMs: 0 };
        await assert.rejects(texts(lake.read([object])), failsWith('lake.key'), key);
      }
      assert.deepEqual(await readdir(folder), ['lake']);
    }));

  it('follows no link out of the folder, neither to list, to read, to write nor to delete', () =>
    withFolder(async folder => {
      await fill(folder, { 'outside/secret.json': 'hush', 'lake/a.json': '1' });
      const [outside, inside] = [join(folder, 'outside'), join(folder, 'lake')];
      await symlink(outside, join(inside, 'out'));
      await symlink(join(outside, 'secret.json'), join(inside, 'secret.json'));
      const warnings: string[] = [];
      const lake = await opened(inside, warnings);
      assert.deepEqual(
        (await listed(lake)).map(object => object.key),
        ['a.json'],
      );
      assert.deepEqual(warnings.sort(), [
        'out is a link that leads out of the folder or nowhere: it is left out.',
        'secret.json is a link that leads out of the folder or nowhere: it is left out.',
      ]);
      const object = (key: string) => ({ key, size: 4, etag: undefined, modifiedMs: 0 });
      await assert.rejects(texts(lake.read([object('out/secret.json')])), failsWith('lake.key', /leads out/));
      await assert.rejects(texts(lake.read([object('secret.json')])), failsWith('lake.key', /leads out/));
      await assert.rejects(lake.put('out/new/x', ''), failsWith('lake.key', /leads out/));
      await assert.rejects(lake.delete(['out/secret.json']), failsWith('lake.key', /leads out/));
      await lake.put('secret.json', 'mine');
      assert.deepEqual(await readdir(outside), ['secret.json']);
      assert.equal(await readFile(join(outside, 'secret.json'), 'utf8'), 'hush');
    }));

  it('may itself be reached through a link', () =>
    withFolder(async folder => {
      await fill(folder, { 'real/x/a.json': '1' });
      await symlink(join(folder, 'real'), join(folder, 'linked'));
      const lake = await opened(join(folder, 'linked'));
      assert.deepEqual(await texts(lake.read(await listed(lake))), { 'x/a.json': '1' });
      await lake.put('x/b.json', '2');
      await lake.delete(['x/a.json', 'x/b.json']);
      assert.deepEqual(await readdir(join(folder, 'real')), []);
    }));

  it('has links of its own, which are moved in one step and listed as nothing', () =>
    withFolder(async folder => {
      const warnings: string[] = [];
      const lake = await opened(folder, warnings);
      await lake.put('runs/1/a', '1');
      await lake.put('runs/2/a', '2');
      await lake.link?.('latest', 'runs/1/');
      await lake.link?.('latest', 'runs/2/');
      assert.equal(await realpath(join(folder, 'latest')), await realpath(join(folder, 'runs/2')));
      assert.deepEqual(
        (await listed(lake)).map(object => object.key),
        ['runs/1/a', 'runs/2/a'],
      );
      assert.deepEqual(warnings, []);
      await assert.rejects(lake.link!('latest', '../elsewhere'), failsWith('lake.key'));
    }));

  it('that does not exist is an error, with the nearest that do', () =>
    withFolder(async folder => {
      await fill(folder, { 'song_data/a.json': '1', 'log_data/b.json': '2' });
      const lake = await opened(join(folder, 'song_dta'));
      await assert.rejects(
        listed(lake),
        failsWith('lake.missing', /song_dta does not exist\. There is \S+song_data\//),
      );
      assert.equal((await lake.nearest())[0], `${folder}/song_data/`);
      assert.deepEqual(await suggestPrefixes(await opened(folder), ''), [
        `${folder}/log_data/`,
        `${folder}/song_data/`,
      ]);
    }));

  it('tells what stands in the way of a write', () =>
    withFolder(async folder => {
      const lake = await opened(folder);
      await lake.put('a', '1');
      await assert.rejects(lake.put('a/b', '2'), failsWith('lake.write', /in each other’s way/));
      await lake.put('d/x', '1');
      await assert.rejects(lake.put('d', '2'), failsWith('lake.write', /in each other’s way/));
    }));

  it('ends when it is cancelled', () =>
    withFolder(async folder => {
      await fill(folder, { 'a.json': '1' });
      const lake = await opened(folder);
      const objects = await listed(lake);
      const signal = AbortSignal.abort();
      await assert.rejects(texts(lake.read(objects, { signal })), failsWith('cancelled'));
      await assert.rejects(lake.put('b', '', { signal }), failsWith('cancelled'));
      await assert.rejects(lake.browse('', { signal }), failsWith('cancelled'));
    }));
});
