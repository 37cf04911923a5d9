import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { commandNames } from '../../../src/commands/index.ts';
import { documentOf, inShell } from '../../support/cli.ts';

describe('the shell command', () => {
  it('helps: alone, by name, and beside any command', () =>
    inShell(async ({ sparkify }) => {
      const alone = await sparkify();
      assert.equal(alone.code, 0);
      for (const name of commandNames) assert.match(alone.stdout, new RegExp(`^ {2}${name} `, 'm'));
      const byName = await sparkify('help', 'etl');
      assert.match(byName.stdout, /^sparkify etl \[options\]/);
      assert.equal((await sparkify('etl', '--full', '--help')).stdout, byName.stdout);
    }));

  it('tells its version', () =>
    inShell(async ({ sparkify }) => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
      assert.deepEqual(await sparkify('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
    }));

  it('refuses what it does not understand: exit code 2, the nearest right word, nothing on standard output', () =>
    inShell(async ({ sparkify }) => {
      const { code, stdout, stderr } = await sparkify('etl', '--sorce', 'x');
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.match(stderr, /^sparkify: etl has no option --sorce\. Did you mean --source\?/);
      assert.equal((await sparkify('elt')).code, 2);
    }));

  it('prints exactly one JSON document for every command, also for wrong usage', () =>
    inShell(async ({ sparkify }) => {
      for (const name of commandNames) {
        const ended = await sparkify(name, '--json', '--frobnicate');
        const { error } = documentOf<{ error: { code: string; message: string } }>(ended);
        assert.deepEqual([ended.code, error.code], [2, 'usage.option'], name);
        assert.match(error.message, /no option --frobnicate/);
      }
      assert.equal(
        documentOf<{ error: { code: string } }>(await sparkify('frobnicate', '--json')).error.code,
        'usage.command',
      );
      const help = documentOf<{ commands: { name: string }[] }>(await sparkify('--help', '--json'));
      assert.deepEqual(
        help.commands.map(({ name }) => name),
        [...commandNames],
      );
    }));

  it('leaves nothing behind when it is used wrongly', () =>
    inShell(async ({ sparkify, folder }) => {
      const { code, stderr } = await sparkify('etl');
      assert.equal(code, 2);
      assert.match(stderr, /Where are the objects\? Give --source/);
      assert.equal((await sparkify('export')).code, 2);
      assert.equal((await sparkify('etl', '--source', 'lake', '--partition', 'sogns=year')).code, 2);
      assert.deepEqual(await readdir(folder), []);
    }));

  it('ends with 5 and one JSON document when a fault of its own breaks out', () =>
    inShell(async ({ sparkifyWith }) => {
      const fault = `data:text/javascript,const timer=setInterval(()=>{
        if(process.listenerCount('uncaughtException')===0)return;
        clearInterval(timer);throw new Error('boom')},50)`;
      const endless = 'SELECT count(*) FROM range(100000000000) a, range(10)';
      const run = await sparkifyWith(
        { env: { NODE_OPTIONS: `--import="${fault.replaceAll(/\s+/g, ' ')}"` } },
        'sql',
        '--json',
        endless,
      );
      assert.equal(run.code, 5);
      assert.deepEqual(documentOf<{ error: object }>(run).error, {
        code: 'internal',
        message: 'Something went wrong inside Sparkify: boom',
      });
      assert.match(run.stderr, /Error: boom\n +at /);
    }));

  it('reads its project file, and says where in it something is wrong', () =>
    inShell(async ({ sparkify, write }) => {
      await write('sparkify.json', '{\n  "sorce": "lake"\n}');
      const ended = await sparkify('etl', '--json');
      assert.equal(ended.code, 2);
      assert.match(
        ended.stderr,
        /^sparkify: \S*sparkify\.json:2:3 "sorce" is no key of sparkify\.json\. Did you mean source\?/,
      );
      assert.deepEqual(documentOf<{ error: { code: string } }>(ended).error.code, 'usage.project');
      assert.equal((await sparkify('help')).code, 0, 'help needs no project');
    }));

  it('says of a folder named like a check that it is one', () =>
    inShell(async ({ sparkify, write, folder }) => {
      await write('checks/d.sql/note.txt', '');
      const { code, stderr } = await sparkify('check');
      assert.equal(code, 2);
      assert.match(stderr, /checks\/d\.sql is a folder; move it away/);
      assert.deepEqual(await readdir(folder), ['checks']);
    }));
});
