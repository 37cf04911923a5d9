import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { etl } from '../../../src/commands/etl.ts';
import { resolveSettings } from '../../../src/commands/settings.ts';
import { environmentOf } from '../../../src/extension/call-environment.ts';
import { explainCommand, explainName } from '../../../src/extension/language/explain.ts';
import { wordsFor } from '../../../src/extension/language/words.ts';
import { siteOf, sourceText } from '../../../src/extension/site.ts';

describe('where a notebook works', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'sparkify-site-')));
    mkdirSync(join(folder, 'deep', 'down'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const down = () => join(folder, 'deep', 'down');

  it('is beside it where no project file says otherwise', () => {
    const site = siteOf(down(), {});
    assert.equal(site.warehouse, join(down(), 'sparkify.duckdb'));
    assert.equal(sourceText(site), undefined);
  });

  it('is where the nearest sparkify.json upward says, read anew each time', () => {
    const write = (project: object) => writeFileSync(join(folder, 'sparkify.json'), JSON.stringify(project));
    write({ source: 's3://lake/raw', warehouse: 'stars.duckdb' });
    assert.equal(siteOf(down(), {}).warehouse, join(folder, 'stars.duckdb'));
    assert.equal(sourceText(siteOf(down(), {})), 's3://lake/raw');
    write({ songs: 's3://a/songs', events: 's3://b/events' });
    assert.equal(siteOf(down(), {}).warehouse, join(folder, 'sparkify.duckdb'));
    assert.equal(sourceText(siteOf(down(), {})), 's3://a/songs and s3://b/events');
  });

  it('is where it was opened for, and the environment wins over the file', () => {
    writeFileSync(join(folder, 'sparkify.json'), JSON.stringify({ warehouse: 'stars.duckdb' }));
    assert.equal(siteOf(down(), { SPARKIFY_WAREHOUSE: '/env.duckdb' }).warehouse, '/env.duckdb');
    assert.equal(siteOf(down(), {}, '/chosen.duckdb').warehouse, '/chosen.duckdb');
  });

  it('is refused with the place where the project file is wrong', () => {
    writeFileSync(join(folder, 'sparkify.json'), '{ "sorce": 1 }');
    assert.throws(() => siteOf(down(), {}), { code: 'usage.project', message: /sparkify\.json:1:3/ });
  });
});

describe('credentials that were chosen', () => {
  const project = (settings: object) => ({
    file: '/p/sparkify.json',
    folder: '/p',
    settings: { ...settings },
    options: {},
  });
  const accessWith = (env: Record<string, string>, settings: object) => {
    const machine = { SPARKIFY_PROFILE: 'of-the-machine', AWS_SESSION_TOKEN: 'of-the-machine' };
    const heard = { ...machine, ...env };
    const options = resolveSettings(etl, { given: {}, env: heard, project: project(settings), folder: '/p' });
    const { profile, anonymous, credentials } = options;
    return { profile, anonymous, credentials, token: heard.AWS_SESSION_TOKEN };
  };

  it('are used alone, whatever machine and project file name', () => {
    const said = { profile: 'of-the-project' };
    const nothing = { profile: undefined, anonymous: false, credentials: undefined };
    const token = 'of-the-machine';
    assert.deepEqual(accessWith(environmentOf({ how: 'profile', name: 'mine' }), said), {
      ...nothing,
      profile: 'mine',
      token,
    });
    assert.deepEqual(accessWith(environmentOf({ how: 'file', path: '/p/dl.cfg' }), said), {
      ...nothing,
      credentials: '/p/dl.cfg',
      token,
    });
    assert.deepEqual(accessWith(environmentOf({ how: 'anonymous' }), said), {
      ...nothing,
      credentials: 'anonymous',
      token,
    });
    const keys = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: '' };
    assert.deepEqual(accessWith(environmentOf({ how: 'keys' }, keys), said), {
      ...nothing,
      credentials: 'environment',
      token: '',
    });
  });

  it('change nothing where the choice is automatic', () => {
    assert.deepEqual(environmentOf({ how: 'automatic' }), {});
  });
});

describe('what is explained in cells', () => {
  const at = (text: string) => [text.replace('|', ''), text.indexOf('|')] as const;

  it('is a table with its columns, and a column of the table that is named', () => {
    assert.match(
      explainName(...at('FROM song|plays'))!.says.join('\n'),
      /songplays: fact.*\n.*songplay_id {2}BIGINT {2}PK/s,
    );
    assert.match(explainName(...at('SELECT users.user_|id'))!.says.join('\n'), /^users\.user_id {2}BIGINT {2}PK.*$/);
    assert.ok(explainName(...at('SELECT user_|id FROM x'))!.says.length > 2, 'each table that has such a column');
    assert.equal(explainName(...at('SELECT noth|ing')), undefined);
  });

  it('is a command, and an option of the command its line begins with', () => {
    assert.match(explainCommand(...at('tables\ne|tl --full'))!.says[0]!, /Bring new objects in/);
    assert.deepEqual(explainCommand(...at('etl --max-re|jects 2%'))!.says[0], '--max-rejects N|P%');
    assert.match(explainCommand(...at('etl --no-pru|ne'))!.says[0]!, /--prune/);
    assert.equal(explainCommand(...at('check --pru|ne')), undefined);
  });
});

describe('what can be said without a kernel', () => {
  const labels = (language: 'sql' | 'sparkify', text: string) =>
    wordsFor(language, text, text.length).map(({ label, from }) => [label, from] as const);

  it('is the schema in SQL, and commands and their options otherwise', () => {
    assert.ok(labels('sql', 'SELECT * FROM son').some(([label, from]) => label === 'songplays' && from === 14));
    assert.ok(labels('sparkify', 'tables\nex').some(([label, from]) => label === 'extract' && from === 7));
    assert.ok(labels('sparkify', 'etl --fu').some(([label, from]) => label === '--full' && from === 4));
    assert.deepEqual(labels('sparkify', 'nonsense --fu'), []);
  });
});
