import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { findProjectFile, loadProject, parseProject } from '../../../src/commands/project.ts';

const project = (text: string) => parseProject('/projects/music/sparkify.json', text);
const refusal = (text: string) => {
  try {
    project(text);
  } catch (error) {
    if (isSparkifyError(error)) return error;
    throw error;
  }
  return assert.fail(`accepted: ${text}`);
};

describe('the project file', () => {
  it('is JSON with comments, and its relative paths are from its folder', () => {
    const { settings, options, folder } = project(`{
      // where the objects are
      "$schema": "./sparkify.schema.json",
      "source": "s3://bucket/prefix",
      "warehouse": "../music.duckdb", /* one up */
      "export": ["parquet", "s3://bucket/star"],
      "freshness": "36h",
      "options": { "etl": { "max-rejects": 10, "prune": true, "partition": "songs=year,artist_id" }, "sql": { "format": "csv" } },
    }`);
    assert.equal(folder, '/projects/music');
    assert.deepEqual(settings, {
      source: 's3://bucket/prefix',
      warehouse: '/projects/music.duckdb',
      export: ['/projects/music/parquet', 's3://bucket/star'],
      freshness: 129_600_000,
    });
    assert.deepEqual(options, {
      etl: { maxRejects: { lines: 10 }, prune: true, partition: [{ table: 'songs', columns: ['year', 'artist_id'] }] },
      sql: { format: 'csv' },
    });
  });

  it('says the same with comments, blanks and commas anywhere between its parts', () => {
    const text = fc.stringMatching(/^[\w ü日"\\/{},:-]{0,12}$/).map(one => `s3://bucket/${one}`);
    const settings = fc.record(
      { source: text, export: fc.array(text, { minLength: 1 }), region: fc.constantFrom('eu-west-1', 'us-east-2') },
      { requiredKeys: [], noNullPrototype: true },
    );
    const gap = fc.constantFrom('', ' ', '\t', '\n', '\r\n', '/* { "source": */', '// "region": "x",\n');
    fc.assert(
      fc.property(settings, fc.infiniteStream(gap), fc.boolean(), (given, gaps, isTrailing) => {
        const spaced = (parts: readonly string[]) => parts.map(part => gaps.next().value + part).join('');
        const members = Object.entries(given).flatMap(([key, value], i, { length }) => {
          const comma = i < length - 1 || isTrailing ? ',' : '';
          return [JSON.stringify(key), ':', JSON.stringify(value), comma];
        });
        assert.deepEqual(project(spaced(['{', ...members, '}', ''])).settings, given);
      }),
    );
  });

  it('is understood or refused, whatever its text, with a place in it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"source"',
        '"options"',
        '"etl"',
        '"keep"',
        '1',
        'null',
        '//',
        '/*',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece), pieces => {
        const text = pieces.join('');
        try {
          project(text);
        } catch (error) {
          assert.ok(isSparkifyError(error) && error.code === 'usage.project', String(error));
          assert.ok(error.position && error.position.line >= 1 && error.position.column >= 1);
          assert.ok(error.position.line <= text.split('\n').length, `line ${error.position.line}`);
        }
      }),
    );
  });

  it('is refused with line, column and the nearest right key when a key is unknown', () => {
    const error = refusal('{\n  "source": "lake",\n  "warehose": "w.duckdb"\n}');
    assert.equal(error.code, 'usage.project');
    assert.deepEqual(error.position, { line: 3, column: 3 });
    assert.equal(
      error.message,
      '/projects/music/sparkify.json:3:3 "warehose" is no key of sparkify.json. Did you mean warehouse?',
    );
    assert.match(
      refusal('{"options": {"etl": {"maxRejects": 1}}}').message,
      /no key of options\.etl\. Did you mean max-rejects\?/,
    );
    assert.match(refusal('{"options": {"elt": {}}}').message, /no command "elt" with options\. Did you mean etl\?/);
    assert.match(refusal('{"zzzzzzzz": 1}').message, /There are source, songs, /);
  });

  it('is refused with a sentence when a value does not fit', () => {
    const sentences = {
      '{"warehouse": 3}': '"warehouse" wants the path of a file that stays, not 3.',
      '{"warehouse": ":memory:"}': '"warehouse" wants the path of a file that stays, not ":memory:".',
      '{"export": [["a"]]}': '"export" wants s3://bucket/prefix or a folder, not an array.',
      '{"freshness": "soon"}': '"freshness" wants a time such as 90m, 36h, 2d or 1w, not "soon".',
      '{"options": {"etl": {"full": "yes"}}}': '"full" wants true or false, not "yes".',
      '{"options": {"etl": {"keep": 1.5}}}': '"keep" wants a whole number from 1 up, not 1.5.',
      '{"source": null}': '"source" wants s3://bucket/prefix or a folder, not null.',
      '{"options": []}': '"options" wants an object: { … }.',
      '[]': 'must hold an object: { … }.',
      '': 'is not JSON: value expected.',
      '{"source": "a", "source": "b"}': '"source" is said twice.',
      '{"source" "a"}': 'is not JSON: colon expected.',
    };
    for (const [text, sentence] of Object.entries(sentences)) {
      const { message, position } = refusal(text);
      assert.ok(message.endsWith(sentence), `${text}: ${message}`);
      assert.equal(position?.line, 1);
    }
  });

  it('cannot set what is said anew each time', () => {
    for (const key of ['json', 'plan', 'project']) {
      assert.match(refusal(`{"options": {"etl": {"${key}": true}}}`).message, /is no key of options\.etl/);
    }
    assert.match(refusal('{"options": {"create": {"drop": true}}}').message, /is no key/);
  });

  const secretKey = `${'wJalrXUtnFEMI'}/${'K7MDENG'}/${'bPxRfiCYEXAMPLEKEY'}`;
  const secrets: Readonly<Record<string, string>> = {
    'names a secret': '{"secret": "x"}',
    '"aws_secret_access_key" names a secret': '{"aws_secret_access_key": "x"}',
    '"session-token" names a secret': '{"options": {"etl": {"session-token": "x"}}}',
    'holds an AWS access key': `{"profile": "${'AKIA'}IOSFODNN7EXAMPLE"}`,
    'holds what looks like an AWS secret key': `{"region": "${secretKey}"}`,
    'holds a user name and password in an address': '{"endpoint": "https://ana:hunter2@store.example"}',
    'holds a signed address': '{"source": "s3://b/p?X-Amz-Signature=abc"}',
    'holds a private key': '{"profile": "-----BEGIN RSA PRIVATE KEY-----"}',
  };

  it('never holds a secret: one that does is refused with the reason, and the secret is not repeated', () => {
    for (const [reason, text] of Object.entries(secrets)) {
      const { message, code } = refusal(text);
      assert.equal(code, 'usage.project');
      assert.ok(message.includes(reason), message);
      assert.match(message, /Secrets do not belong in a project file: use an AWS profile/);
      assert.ok(!/hunter2|EXAMPLE|X-Amz-Signature/.test(message), message);
    }
    assert.match(refusal(`{ // key ${'AKIA'}IOSFODNN7EXAMPLE\n}`).message, /:1:10 holds an AWS access key/);
  });

  it('takes a path of letters like those of a key, and a key nowhere else', () => {
    const letters = 'data/Songs2018/ParsedFromTheFullDatasetA';
    assert.equal(letters.length, 40);
    for (const key of ['source', 'songs', 'warehouse', 'export']) {
      project(JSON.stringify({ [key]: letters }));
      assert.match(refusal(JSON.stringify({ [key]: `${'AKIA'}IOSFODNN7EXAMPLE` })).message, /holds an AWS access key/);
    }
    project(JSON.stringify({ export: ['out', letters], options: { etl: { 'temp-folder': letters } } }));
    for (const file of [{ region: letters }, { credentials: letters }, { [letters]: 1 }]) {
      assert.match(refusal(JSON.stringify(file)).message, /holds what looks like an AWS secret key/);
    }
    assert.match(refusal(`{ "source": /* ${letters} */ "lake" }`).message, /looks like an AWS secret key/);
  });

  it('may begin with the mark that some editors put before UTF-8', () => {
    assert.deepEqual(project('\uFEFF{"source": "s3://b"}').settings, { source: 's3://b' });
  });

  it('takes long paths, hashes and plain words for what they are', () => {
    project('{"source": "s3://bucket/data/2018/11/e3b0c44298fc1c149afbf4c8996fb92427ae41e4/part"}');
    project('{"credentials": "~/keys/dl.cfg", "endpoint": "http://localhost:9000", "profile": "analytics"}');
  });

  it('is found upward from the folder one works in', () => {
    const root = mkdtempSync(join(tmpdir(), 'sparkify-project-'));
    try {
      mkdirSync(join(root, 'a/b'), { recursive: true });
      writeFileSync(join(root, 'sparkify.json'), '{}');
      assert.equal(findProjectFile(join(root, 'a/b')), join(root, 'sparkify.json'));
      writeFileSync(join(root, 'a/sparkify.json'), '{"source": "lake"}');
      const nearest = findProjectFile(join(root, 'a/b'));
      assert.equal(nearest, join(root, 'a/sparkify.json'));
      assert.deepEqual(loadProject(nearest!).settings, { source: join(root, 'a/lake') });
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('says so when it is named and not there', () => {
    assert.throws(() => loadProject('/nowhere/sparkify.json'), {
      code: 'usage.project',
      message: /cannot be read: ENOENT/,
    });
  });
});
