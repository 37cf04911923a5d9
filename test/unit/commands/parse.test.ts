import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSparkifyError } from '../../../src/base/errors.ts';
import { flagName } from '../../../src/commands/command.ts';
import { commands } from '../../../src/commands/index.ts';
import { parse } from '../../../src/commands/parse.ts';
import { wordsOf } from '../../../src/commands/words.ts';
import { printLine, printWords } from '../../support/print-words.ts';

const given = (line: string) => parse(wordsOf(line), '/projects').given;
const refusal = (line: string) => {
  try {
    parse(wordsOf(line), '/projects');
  } catch (error) {
    if (isSparkifyError(error)) return error;
    throw error;
  }
  return assert.fail(`${line} was accepted`);
};

describe('the parser of commands', () => {
  it('reads flags, values after a blank or =, and repeated ones', () => {
    assert.deepEqual(given('etl --source s3://b/p --export=out --export s3://b/out --full --keep 3'), {
      source: 's3://b/p',
      export: ['/projects/out', 's3://b/out'],
      full: true,
      keep: 3,
    });
  });

  it('reads every kind of value', () => {
    assert.deepEqual(
      given(
        'etl --max-rejects 2% --partition songs=year,artist_id --partition users= --freshness 36h --memory-limit 2GB',
      ),
      {
        maxRejects: { share: 0.02 },
        partition: [
          { table: 'songs', columns: ['year', 'artist_id'] },
          { table: 'users', columns: [] },
        ],
        freshness: 36 * 3_600_000,
        memoryLimit: '2GB',
      },
    );
    assert.deepEqual(given('etl --max-rejects 10 --match title+artist+duration --credentials anonymous'), {
      maxRejects: { lines: 10 },
      match: 'title+artist+duration',
      credentials: 'anonymous',
    });
    assert.deepEqual(given(`sql "SELECT 1" --param user=15 --param "name=a=b" -o out.csv`), {
      query: 'SELECT 1',
      param: [
        { name: 'user', text: '15' },
        { name: 'name', text: 'a=b' },
      ],
      output: '/projects/out.csv',
    });
  });

  it('takes back with --no- what the environment or the project file says', () => {
    assert.deepEqual(given('etl --no-full --no-export'), { full: false, export: undefined });
  });

  it('takes SQL that begins with a comment, and everything after --, as values', () => {
    assert.deepEqual(given('sql "-- how many?\nSELECT 1"'), { query: '-- how many?\nSELECT 1' });
    assert.deepEqual(given('sql --json -- --quiet'), { json: true, query: '--quiet' });
    assert.deepEqual(given('sql -'), { query: '-' });
  });

  it('gives help wherever it is asked for', () => {
    for (const line of ['', '--help', '-h', 'help']) assert.equal(parse(wordsOf(line), '/').command.name, 'help');
    assert.deepEqual(given('etl --full --help'), { topic: 'etl', json: false });
    assert.deepEqual(given('sql -- --help'), { query: '--help' });
  });

  it('names the nearest right word for a wrong one', () => {
    assert.match(refusal('etll').message, /no command etll\. Did you mean etl\?/);
    assert.equal(refusal('etll').code, 'usage.command');
    assert.match(refusal('etl --sorce x').message, /no option --sorce\. Did you mean --source\?/);
    assert.match(refusal('--json etl').message, /Name the command first/);
  });

  it('refuses what does not fit, and says what would', () => {
    const refusals = {
      'etl --keep': 'wants a whole number from 1 up, and nothing follows',
      'etl --source --full': '--source wants s3://bucket/prefix or a folder, and nothing follows',
      'etl --keep 0': '--keep wants a whole number from 1 up, not "0"',
      'etl --keep 1.5': 'not "1.5"',
      'etl --match title': '--match wants title\\+artist or title\\+artist\\+duration, not "title"',
      'etl --max-rejects 101%': 'not "101%"',
      'etl --full=maybe': '--full wants true or false, not "maybe"',
      'etl --no-full=true': '--no-full takes no value',
      'etl --source a --source b': '--source is given twice',
      'etl --full --no-full': 'is given twice, or contradicts itself',
      'etl --export a --no-export': 'contradicts itself',
      'etl extra': 'etl cannot use "extra": besides options it takes none',
      'sql SELECT 1': 'sql cannot use "1": besides options it takes one value; put it in quotes',
      'sql ""': 'QUERY wants a text, not ""',
    };
    for (const [line, sentence] of Object.entries(refusals)) {
      const error = refusal(line);
      assert.match(error.message, new RegExp(sentence), line);
      assert.equal(error.code, 'usage.option', line);
    }
  });

  it('says where in a line the wrong word stands', () => {
    assert.deepEqual(refusal('etl --full --sorce x').position, { line: 1, column: 12 });
    assert.deepEqual(refusal('elt').position, { line: 1, column: 1 });
  });

  it('reads relative paths from the folder it is given', () => {
    assert.deepEqual(parse(['etl', '--warehouse', '../w.duckdb', '--source', 'lake'], '/home/ana').given, {
      warehouse: '/home/w.duckdb',
      source: '/home/ana/lake',
    });
  });

  const words = fc.array(
    fc.oneof(
      fc.constantFrom(
        '--',
        '-',
        '--help',
        '-o',
        '--no-full',
        '--json',
        '--keep',
        '3',
        '--export',
        's3://b/p',
        '--max-rejects=1%',
        '--param',
        'a=b',
      ),
      fc.constantFrom(...commands.map(({ name }) => name)),
      fc.string(),
    ),
    { maxLength: 8 },
  );

  it('understands any words or refuses them with a usage error: it never breaks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...commands.map(({ name }) => name), 'x', ''), words, (name, rest) => {
        try {
          parse([name, ...rest], '/projects');
        } catch (error) {
          assert.ok(isSparkifyError(error) && error.code.startsWith('usage.'), String(error));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads back what it prints, as words and as a line', () => {
    const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
      'N|P%': fc.oneof(
        fc.nat().map(String),
        fc.integer({ min: 0, max: 10000 }).map(n => `${n / 100}%`),
      ),
      N: fc.integer({ min: 1, max: 1000 }).map(String),
      SIZE: fc.constantFrom('2GB', '1.5 TiB', '80%'),
      TIME: fc.constantFrom('90m', '36h', '2d', '1w'),
      'TABLE=COLUMNS': fc.constantFrom('songs=year', 'songs=year,artist_id', 'users='),
      'NAME=VALUE': fc.string({ unit: 'binary' }).map(text => `name=${text}`),
    };
    const wordsOfOption = ([key, option]: [string, (typeof commands)[number]['options'][never]]): fc.Arbitrary<
      string[]
    > => {
      const { kind, many } = option as {
        kind: { placeholder: string; json: { enum?: readonly string[] } };
        many: boolean;
      };
      const flag = `--${flagName(key)}`;
      if (kind.placeholder === '') return fc.constantFrom([], [flag], [`--no-${flag.slice(2)}`]);
      const value = kind.json.enum
        ? fc.constantFrom(...kind.json.enum)
        : (values[kind.placeholder] ?? fc.string({ unit: 'binary', minLength: 1 }));
      const uses = fc.array(
        value.map(text => `${flag}=${text}`),
        { maxLength: many ? 3 : 1 },
      );
      return fc.oneof(uses, fc.constant<string[]>([`--no-${flag.slice(2)}`]));
    };
    const invocation = fc
      .constantFrom(...commands)
      .chain(command =>
        fc
          .tuple(...Object.entries(command.options).map(entry => wordsOfOption(entry as never)))
          .map(options => [command.name, ...options.flat()]),
      );
    fc.assert(
      fc.property(invocation, words => {
        const { command, given } = parse(words, '/projects');
        assert.deepEqual(parse(printWords(command, given), '/elsewhere'), { command, given });
        assert.deepEqual(parse(wordsOf(printLine(command, given)).slice(1), '/elsewhere'), { command, given });
      }),
      { numRuns: 300 },
    );
  });
});
