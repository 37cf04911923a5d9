import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { commandNamed } from '../../../src/commands/index.ts';
import { parse } from '../../../src/commands/parse.ts';
import { parseProject } from '../../../src/commands/project.ts';
import { wordsOf } from '../../../src/commands/words.ts';
import { lakeChoices, lakeOf, typedLake, typedUri } from '../../../src/extension/palette/lakes.ts';
import { lineOf } from '../../../src/extension/palette/line.ts';
import { outcomeText } from '../../../src/extension/palette/outcome-text.ts';
import { withKeys } from '../../../src/extension/palette/project-text.ts';
import type { RunPayload } from '../../../src/output/payload.ts';
import type { RunSummary } from '../../../src/pipeline/events.ts';

describe('answers as a line', () => {
  it('are read again as what was answered, whatever is in them', () => {
    const answers = { source: "s3://lake/it's here", endpoint: 'http://127.0.0.1:9000', export: ['a b', 's3://x/y'] };
    const line = lineOf(commandNamed('etl')!, answers);
    assert.deepEqual(parse(wordsOf(line), '/here').given, { ...answers, export: ['/here/a b', 's3://x/y'] });
  });

  it('leave out what was not answered', () => {
    assert.equal(lineOf(commandNamed('etl')!, { source: undefined, warehouse: '', export: '' }), 'etl');
  });
});

describe('answers in the project file', () => {
  it('make a file where there is none', () => {
    const text = withKeys(
      '{}',
      { source: 's3://lake/raw', export: '/here/parquet', endpoint: undefined },
      '/here/sparkify.json',
    );
    assert.deepEqual(JSON.parse(text), { source: 's3://lake/raw', export: 'parquet' });
  });

  it('change their keys, and leave comments and everything else as they are', () => {
    const before = '{\n  // ours\n  "source": "s3://old",\n  "freshness": "36h"\n}\n';
    const after = withKeys(before, { source: 's3://new', warehouse: '/elsewhere/w.duckdb' }, '/here/sparkify.json');
    assert.match(
      after,
      /\/\/ ours\n {2}"source": "s3:\/\/new",\n {2}"freshness": "36h",\n {2}"warehouse": "\/elsewhere\/w.duckdb"/,
    );
    assert.equal(parseProject('/here/sparkify.json', after).settings.source, 's3://new');
  });

  it('are refused where the commands would refuse them', () => {
    const secret = 'https://user:password@host/x';
    assert.throws(() => withKeys('{}', { endpoint: secret }, '/here/sparkify.json'), { code: 'usage.project' });
    assert.throws(() => withKeys('{ "sorce": 1 }', { source: 's3://a' }, '/here/sparkify.json'), {
      code: 'usage.project',
    });
  });
});

describe('a lake that is typed', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(`${tmpdir()}/sparkify-lakes-`);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is taken when the commands would take it', () => {
    const read = typedLake('s3://bucket/prefix', folder);
    assert.deepEqual('value' in read && lakeOf(read.value), { source: 's3://bucket/prefix' });
    assert.ok('value' in typedLake('.', folder));
  });

  it('says what is wrong with it while it is typed', () => {
    const said = (text: string) => {
      const read = typedLake(text, folder);
      return 'complaint' in read ? read.complaint : undefined;
    };
    assert.match(said('s3:/bucket')!, /two slashes/);
    assert.match(said('https://bucket.example.com')!, /--endpoint/);
    assert.match(said('no-such-folder')!, /There is no folder .*no-such-folder/);
    assert.ok('value' in typedUri('no-such-folder', folder), 'a folder to write to is made');
  });
});

describe('lakes to choose from', () => {
  it('are the playground while it is there, those used before, the public one, each once', () => {
    const atPlay = { source: 's3://sparkify', endpoint: 'http://127.0.0.1:9000' };
    const choices = lakeChoices([{ source: 's3://mine' }, atPlay], atPlay);
    assert.deepEqual(
      choices.map(({ value }) => lakeOf(value!)),
      [atPlay, { source: 's3://mine' }, { source: 's3://techcatalyst-public', credentials: 'anonymous' }],
    );
  });
});

describe('how a run ended, in a message', () => {
  const summary: RunSummary = {
    run: 7,
    status: 'succeeded',
    seconds: 12.3,
    objects: { listed: 2030, skipped: 0, read: 2030, unchanged: 0, removed: 0 },
    rejects: 3,
    tables: { songplays: { rows: 6820 } },
    matched: 300,
    checks: [],
    steps: [],
    exports: [{ uri: 's3://exports/star/', files: 9, bytes: 1000 }],
  };
  const said = (change: Partial<RunSummary>) => {
    const status = change.status === 'failed' || change.status === 'cancelled' ? change.status : 'succeeded';
    const state = { steps: [], reject: undefined, failing: [] };
    const run: RunPayload = {
      version: 1,
      kind: 'run',
      command: 'etl',
      warehouse: '/w',
      state,
      warnings: [],
      atMs: 0,
      summary: { ...summary, ...change },
    };
    return outcomeText('etl --full', status, [run]);
  };

  it('tells what a person wants to know first', () => {
    assert.equal(
      said({}),
      'etl (run 7) succeeded after 12 s: 2,030 objects read, 6,820 songplays, 3 lines set aside, exported to s3://exports/star/.',
    );
    assert.equal(said({ status: 'unchanged' }), 'etl (run 7) found nothing new after 12 s.');
    assert.equal(said({ status: 'cancelled' }), 'etl (run 7) was cancelled after 12 s. What was committed is kept.');
    const error = { code: 'run.checks', message: 'A check failed.' } as const;
    assert.equal(said({ status: 'failed', error }), 'etl (run 7) failed after 12 s: A check failed.');
  });

  it('is the error where the run never began', () => {
    const error = { version: 1, kind: 'error', code: 'lake.denied', message: 'No.' } as const;
    assert.equal(outcomeText('etl', 'failed', [error]), 'No.');
    assert.equal(outcomeText('etl', 'cancelled', []), 'etl cancelled.');
  });
});
