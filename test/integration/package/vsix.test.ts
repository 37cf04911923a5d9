import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTarget, targets, thisTarget } from '../../../scripts/packaging/targets.ts';
import { writeVsix } from '../../../scripts/packaging/vsix.ts';
import { unzip } from '../../support/zip.ts';

describe('The VSIX', function () {
  this.timeout(120_000);
  const target = thisTarget();
  let folder: string;
  let sizeBytes: number;
  let files: ReturnType<typeof unzip>;

  before(async () => {
    assert.ok(isTarget(target), `There is none for ${target}.`);
    folder = await mkdtemp(join(tmpdir(), 'sparkify-package-'));
    const file = join(folder, 'sparkify.vsix');
    sizeBytes = await writeVsix(target, file);
    files = unzip(await readFile(file));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('holds what it needs and nothing else: no source, test, map or package', () => {
    const bindings = `extension/dist/node_modules/@duckdb/node-bindings-${isTarget(target) ? targets[target] : ''}`;
    const library = { darwin: '.dylib', win32: '.dll' }[process.platform as string] ?? '.so';
    const shapes = [...files.keys()].map(name =>
      name.replace(/^(extension\/(?:dist|sample-notebooks|media\/walkthrough).*\/)[^/.]+/, '$1*'),
    );
    const needed = [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/ThirdPartyNotices.txt',
      'extension/changelog.md',
      'extension/dist/*.cjs',
      'extension/dist/*.js',
      'extension/dist/chunks/*.cjs',
      'extension/dist/chunks/*.js',
      `${bindings}/*`,
      `${bindings}/*.json`,
      `${bindings}/*.node`,
      `${bindings}/*${library}`,
      'extension/dist/renderers/*.js',
      'extension/language-configuration.json',
      'extension/media/icon.png',
      'extension/media/walkthrough/*.svg',
      'extension/package.json',
      'extension/readme.md',
      'extension/sample-notebooks/*.sparkify.md',
      'extension/sparkify.schema.json',
      'extension/sparkify.tmLanguage.json',
    ];
    assert.deepEqual([...new Set(shapes)].sort(), needed.sort());
  });

  it('is at most 28 MB large', () => {
    assert.ok(sizeBytes <= 28e6, `${sizeBytes} bytes`);
  });

  it('asks VS Code for nothing that only its makers need', () => {
    const manifest = JSON.parse(files.get('extension/package.json')!().toString());
    assert.deepEqual(
      ['scripts', 'dependencies', 'devDependencies'].filter(key => key in manifest),
      [],
    );
  });

  it('names the licence of each package it contains', () => {
    const notices = files.get('extension/ThirdPartyNotices.txt')!().toString();
    for (const name of ['@duckdb/node-api', '@smithy/signature-v4', 'jsonc-parser', 'undici']) {
      assert.match(notices, new RegExp(`^${name} \\d`, 'm'));
    }
  });
});
