import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentOf, inShell, writeLake } from '../../support/cli.ts';
import { day, plays } from '../../support/lake-builder.ts';

describe('sparkify init', () => {
  it('writes a project file that the other commands take, with paths from its own folder', () =>
    inShell(async shell => {
      await writeLake(shell, { days: [day('2018-11-12', plays(2))] });
      const run = await shell.sparkify('init', '--source', 'lake', '--export', 'parquet', '--json');
      assert.deepEqual(documentOf(run), {
        file: join(shell.folder, 'sparkify.json'),
        project: { source: 'lake', warehouse: 'sparkify.duckdb', export: ['parquet'] },
      });
      const etl = await shell.sparkify('etl');
      assert.equal(etl.code, 0, etl.stderr);
      assert.ok(existsSync(join(shell.folder, 'parquet/latest.json')));
    }));

  it('does not replace a file that is there, unless told to', () =>
    inShell(async ({ sparkify, write, folder }) => {
      await write('sparkify.json', '{}');
      const refused = await sparkify('init', '--public');
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /is there already; --force replaces it/);
      assert.equal(await readFile(join(folder, 'sparkify.json'), 'utf8'), '{}');
      assert.equal((await sparkify('init', '--public', '--force')).code, 0);
      assert.match(await readFile(join(folder, 'sparkify.json'), 'utf8'), /"s3:\/\/techcatalyst-public"/);
    }));

  it('knows the public lake and the playground', () =>
    inShell(async ({ sparkify }) => {
      const warehouse = 'sparkify.duckdb';
      assert.deepEqual(documentOf(await sparkify('init', '--public', '--json')).project, {
        source: 's3://techcatalyst-public',
        credentials: 'anonymous',
        warehouse,
      });
      assert.deepEqual(documentOf(await sparkify('init', '--playground', '--force', '--json')).project, {
        source: 's3://sparkify',
        endpoint: 'http://127.0.0.1:9000',
        warehouse,
      });
      assert.equal((await sparkify('init', '--playground', '--public', '--force')).code, 2);
    }));

  it('writes all it is told about the store, so that each command takes it', () =>
    inShell(async ({ sparkify }) => {
      const flags = ['--source', 's3://music', '--profile', 'ana', '--region', 'eu-west-1', '--path-style', 'path'];
      assert.deepEqual(documentOf(await sparkify('init', ...flags, '--json')).project, {
        source: 's3://music',
        profile: 'ana',
        region: 'eu-west-1',
        warehouse: 'sparkify.duckdb',
        options: { etl: { 'path-style': 'path' } },
      });
      assert.equal((await sparkify('create')).code, 0);
    }));

  it('never writes a file that the other commands refuse', () =>
    inShell(async ({ sparkify, folder }) => {
      const refused = [
        ['--public', '--profile', 'x'],
        ['--public', '--credentials', 'dl.cfg'],
        ['--source', 'lake', '--anonymous', '--profile', 'x'],
        ['--source', 'lake', '--profile', 'x', '--credentials', 'dl.cfg'],
      ];
      for (const flags of refused) {
        const { code, stderr } = await sparkify('init', ...flags);
        assert.equal(code, 2, flags.join(' '));
        assert.match(stderr, /exclude each other; give one of them\. \(usage\.option\)/);
      }
      assert.equal(existsSync(join(folder, 'sparkify.json')), false);
    }));

  it('never writes a secret', () =>
    inShell(async ({ sparkify, folder }) => {
      const refused = await sparkify('init', '--source', 'lake', '--endpoint', 'https://ana:hunter2@store.example');
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /holds a user name and password/);
      assert.doesNotMatch(refused.stderr, /hunter2/);
      assert.equal(existsSync(join(folder, 'sparkify.json')), false);
    }));

  it('says what it needs to be told where nobody can answer', () =>
    inShell(async ({ sparkify }) => {
      const { code, stderr } = await sparkify('init');
      assert.equal(code, 2);
      assert.match(stderr, /Give --source, or --songs and --events, or --public, or --playground/);
    }));
});
