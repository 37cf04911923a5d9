import assert from 'node:assert/strict';
import { check } from '../../../src/commands/check.ts';
import type { Command } from '../../../src/commands/command.ts';
import { etl } from '../../../src/commands/etl.ts';
import { commandNamed } from '../../../src/commands/index.ts';
import { init } from '../../../src/commands/init.ts';
import { parse } from '../../../src/commands/parse.ts';
import { parseProject } from '../../../src/commands/project.ts';
import { resolveSettings } from '../../../src/commands/settings.ts';
import { tables } from '../../../src/commands/tables.ts';
import { transform } from '../../../src/commands/transform.ts';

interface Sources {
  line?: string;
  env?: Record<string, string>;
  file?: object;
}

function settled({ line = 'etl', env = {}, file }: Sources) {
  const { given } = parse(line.split(' '), '/here');
  const project = file && parseProject('/project/sparkify.json', JSON.stringify(file));
  return { given, env, project, folder: '/here' };
}
const etlSettings = (sources: Sources) => resolveSettings(etl, settled(sources));

describe('settings', () => {
  const keep = { etl: { keep: 5 } };
  const precedence: [string, Sources, number][] = [
    ['nobody speaks: the fallback', {}, 2],
    ['the file', { file: { options: keep } }, 5],
    ['the environment over the file', { env: { SPARKIFY_KEEP: '4' }, file: { options: keep } }, 4],
    ['a flag over both', { line: 'etl --keep 3', env: { SPARKIFY_KEEP: '4' }, file: { options: keep } }, 3],
    [
      '--no-keep over both, to the fallback',
      { line: 'etl --no-keep', env: { SPARKIFY_KEEP: '4' }, file: { options: keep } },
      2,
    ],
    ['an empty variable is none', { env: { SPARKIFY_KEEP: '' }, file: { options: keep } }, 5],
    ["another command's options are not mine", { file: { options: { export: { keep: 9 } } } }, 2],
  ];
  for (const [says, sources, expected] of precedence) {
    it(`weigh ${says}`, () => assert.equal(etlSettings(sources).keep, expected));
  }

  const match = (step: object) => ({ options: { etl: { match: 'title+artist+duration' }, ...step } });
  const steps: [string, Sources, unknown][] = [
    ['what etl is told, where the step is told nothing', { file: match({}) }, 'title+artist+duration'],
    ['what the step is told', { file: match({ transform: { match: 'title+artist' } }) }, 'title+artist'],
    ['the environment', { env: { SPARKIFY_MATCH: 'title+artist' }, file: match({}) }, 'title+artist'],
    ['a flag', { line: 'transform --match title+artist', file: match({}) }, 'title+artist'],
  ];
  for (const [says, sources, expected] of steps) {
    it(`of a single step are ${says}`, () => {
      const said = settled({ line: 'transform', ...sources });
      assert.equal(resolveSettings(transform, said).match, expected);
    });
  }

  it('of etl reach each of its steps, and no other command', () => {
    const etlOptions = { full: true, freshness: '1h', keep: 7, 'memory-limit': '1GB' };
    const of = (name: string) => {
      const said = settled({ line: name, file: { freshness: '2h', options: { etl: etlOptions } } });
      return resolveSettings<Command>(commandNamed(name)!, said);
    };
    assert.equal(of('extract').full, true);
    assert.equal(of('transform').full, true);
    assert.equal(of('check').freshness, 3_600_000);
    assert.equal(of('export').keep, 7);
    assert.equal(of('tables').memoryLimit, undefined);
  });

  const origins: [string, Sources, { songs?: string; events?: string }][] = [
    [
      'a source stands for both kinds',
      { line: 'etl --source s3://b/p' },
      { songs: 's3://b/p/song_data/', events: 's3://b/p/log_data/' },
    ],
    ['a folder too', { line: 'etl --source lake' }, { songs: '/here/lake/song_data', events: '/here/lake/log_data' }],
    [
      'songs and events override the source they stand beside',
      { file: { source: 's3://b', songs: 's3://c/songs', events: 'logs' } },
      { songs: 's3://c/songs', events: '/project/logs' },
    ],
    [
      'one of them overrides its half',
      { line: 'etl --source s3://b --events s3://c/e' },
      { songs: 's3://b/song_data/', events: 's3://c/e' },
    ],
    [
      'a source given as a flag overrides what the file says of songs and events',
      { line: 'etl --source s3://b', file: { songs: 's3://c/s', events: 's3://c/e' } },
      { songs: 's3://b/song_data/', events: 's3://b/log_data/' },
    ],
    [
      "events given as a flag leave the file's source to the songs",
      { line: 'etl --events s3://x/e', env: {}, file: { source: 's3://b/' } },
      { songs: 's3://b/song_data/', events: 's3://x/e' },
    ],
    [
      'the environment names a source',
      { env: { SPARKIFY_SOURCE: 'lake' } },
      { songs: '/here/lake/song_data', events: '/here/lake/log_data' },
    ],
    ['nobody names any', {}, {}],
  ];
  for (const [says, sources, { songs, events }] of origins) {
    it(`find songs and events: ${says}`, () => {
      const settings = etlSettings(sources);
      assert.deepEqual({ songs: settings.songs, events: settings.events }, { songs, events });
    });
  }

  const ways: [string, Sources, object][] = [
    [
      'a profile given as a flag silences the file',
      { line: 'etl --profile ana', file: { credentials: 'dl.cfg' } },
      { profile: 'ana' },
    ],
    [
      'anonymous in the environment silences the file',
      { env: { SPARKIFY_ANONYMOUS: 'true' }, file: { profile: 'ana' } },
      { anonymous: true },
    ],
    [
      '--no-profile leaves the file its say about the rest',
      { line: 'etl --no-profile', file: { credentials: 'dl.cfg' } },
      { credentials: '/project/dl.cfg' },
    ],
    ['the file may say anonymous', { file: { credentials: 'anonymous' } }, { credentials: 'anonymous' }],
  ];
  for (const [says, sources, expected] of ways) {
    it(`use one way in: ${says}`, () => {
      const { profile, anonymous, credentials } = etlSettings(sources);
      assert.deepEqual(
        { profile, anonymous, credentials },
        { profile: undefined, anonymous: false, credentials: undefined, ...expected },
      );
    });
  }

  it('refuse two ways in from one mouth', () => {
    assert.throws(() => etlSettings({ line: 'etl --profile ana --anonymous' }), {
      code: 'usage.option',
      message: '--profile and --anonymous exclude each other; give one of them.',
    });
  });

  it('name the variable whose value does not fit', () => {
    assert.throws(() => etlSettings({ env: { SPARKIFY_MAX_REJECTS: 'few' } }), {
      code: 'usage.option',
      message: /^SPARKIFY_MAX_REJECTS wants a number of lines/,
    });
  });

  it('read a list from the environment as one value', () => {
    assert.deepEqual(etlSettings({ env: { SPARKIFY_EXPORT: 'out' }, file: { export: ['a', 'b'] } }).export, [
      '/here/out',
    ]);
    assert.deepEqual(etlSettings({ file: { export: 'a' } }).export, ['/project/a']);
  });

  it("take the project's settings for every command that has such an option", () => {
    const said = settled({ line: 'check', file: { freshness: '1h', warehouse: 'w.duckdb', source: 's3://b' } });
    const { freshness, warehouse } = resolveSettings(check, said);
    assert.deepEqual({ freshness, warehouse }, { freshness: 3_600_000, warehouse: '/project/w.duckdb' });
  });

  it('leave what is said anew each time to the command line', () => {
    const said = settled({
      line: 'tables',
      file: { export: 'out' },
      env: { SPARKIFY_EXPORT: 'out', SPARKIFY_JSON: 'true' },
    });
    const { export: exported, json } = resolveSettings(tables, said);
    assert.deepEqual({ exported, json }, { exported: undefined, json: false });
  });

  it('keep a command that stands alone to what is written with it', () => {
    const said = settled({
      line: 'init --source lake',
      file: { warehouse: 'w.duckdb' },
      env: { SPARKIFY_WAREHOUSE: 'x' },
    });
    const { source, songs, warehouse } = resolveSettings(init, said);
    assert.deepEqual({ source, songs, warehouse }, { source: '/here/lake', songs: undefined, warehouse: undefined });
  });
});
