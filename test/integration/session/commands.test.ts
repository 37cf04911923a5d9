import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent } from '../../../src/pipeline/events.ts';
import { day, dayKey, lines, plays, song, songKey } from '../../support/lake-builder.ts';
import { envOf } from '../../support/lakes.ts';
import { type PlaygroundProcess, startPlaygroundProcess } from '../../support/playground.ts';
import {
  type Asking,
  atNotebook,
  errorOf,
  type Notebook,
  only,
  resultOf,
  runOf,
  textOf,
} from '../../support/sessions.ts';

const songs = Object.fromEntries(
  [0, 1, 2].map(i => [`song_data/${songKey(i)}`, JSON.stringify(song({ song_id: `SO${i}` }))]),
);
const events = { [`log_data/${dayKey('2018-11-12')}`]: lines(day('2018-11-12', plays(5)).events) };

describe('a cell of commands', function () {
  this.timeout(60_000);
  let playground: PlaygroundProcess;
  before(async () => {
    playground = await startPlaygroundProcess({
      buckets: {
        lake: { objects: { ...songs, ...events } },
        bad: { objects: { ...songs, 'log_data/x.json': 'no JSON' } },
      },
    });
  });
  after(() => playground.stop());
  afterEach(() => playground.reset());

  const asking = (): Asking => ({ env: envOf(playground) as Record<string, string> });
  const project = (folder: string, more: object = {}) =>
    writeFile(
      join(folder, 'sparkify.json'),
      JSON.stringify({ source: 's3://lake', endpoint: playground.url, ...more }),
    );

  /** In a notebook whose project names the lake. */
  const atLake = (work: (notebook: Notebook) => Promise<void>) =>
    atNotebook(async notebook => {
      await project(notebook.folder);
      await work(notebook);
    });

  it('runs the pipeline as the project file says, on the notebook’s warehouse, and accounts for it', () =>
    atNotebook(async ({ folder, path, sparkify, sql, logged }) => {
      await project(folder, { warehouse: 'another.duckdb', export: 'parquet' });
      const executed = await sparkify('etl', asking());
      assert.equal(executed.status, 'succeeded', JSON.stringify(executed.outputs));
      const run = runOf(executed);
      assert.deepEqual([run.command, run.warehouse, run.warnings, run.plan], ['etl', path, [], undefined]);
      assert.deepEqual(
        run.state.steps.map(({ name, state }) => [name, state]),
        [
          ['create', 'finished'],
          ['extract', 'finished'],
          ['transform', 'finished'],
          ['check', 'finished'],
          ['export', 'finished'],
        ],
      );
      assert.ok(run.atMs >= run.state.steps[0]!.startedMs!);
      assert.deepEqual(
        [run.summary?.status, run.summary?.run, run.summary?.tables.songplays?.rows],
        ['succeeded', 1, 5],
      );
      assert.ok(existsSync(join(folder, 'parquet/latest.json')) && !existsSync(join(folder, 'another.duckdb')));
      assert.ok(executed.events.some(({ type }) => type === 'step'));
      assert.ok(
        logged.some(line => /^info etl: extract: /.test(line)),
        logged.join('\n'),
      );
      assert.deepEqual(resultOf(await sql('SELECT count(*) FROM songplays')).rows, [['5']]);
      assert.equal(runOf(await sparkify('etl', asking())).summary?.status, 'unchanged');
    }));

  it('takes the same words as the shell, one command a line, with flags over the file', () =>
    atLake(async ({ sparkify }) => {
      const { outputs, status } = await sparkify(
        `# bring it in\ncreate\n  sparkify extract \\\n    --source s3://lake --full  # again\n\ntransform --json -q`,
        asking(),
      );
      assert.equal(status, 'succeeded', JSON.stringify(outputs));
      assert.deepEqual(
        outputs.map(output => output.kind === 'run' && output.command),
        ['create', 'extract', 'transform'],
      );
    }));

  it('plans without doing anything', () =>
    atLake(async ({ sparkify, path, sessions }) => {
      const run = runOf(await sparkify('etl --plan', asking()));
      assert.equal(run.summary, undefined);
      assert.deepEqual(
        run.plan?.steps.map(({ name }) => name),
        ['create', 'extract', 'transform', 'check'],
      );
      assert.match(JSON.stringify(run.plan), /3 listed/);
      assert.ok(!existsSync(path));
      assert.equal((await sessions.status()).lastRun, undefined);
    }));

  it('fails with a run that fails, tells why in its account, and does nothing after it', () =>
    atLake(async ({ sparkify }) => {
      const executed = await sparkify('etl --source s3://bad\ntables', asking());
      assert.equal(executed.status, 'failed');
      assert.deepEqual(
        executed.outputs.map(({ kind }) => kind),
        ['run'],
      );
      assert.equal(runOf(executed).summary?.error?.code, 'run.rejects');
      assert.ok(executed.events.some(({ type }) => type === 'reject'));
      const rejects = resultOf(await sparkify('rejects', asking()));
      assert.deepEqual(
        rejects.columns.map(({ name }) => name),
        ['run', 'table', 'object', 'line', 'reason', 'text'],
      );
      assert.equal(rejects.rows[0]?.[5], 'no JSON');
    }));

  it('shows lists as tables that can be paged and named, and words where there is nothing to list', () =>
    atLake(async ({ sparkify, sql, sessions }) => {
      assert.equal(errorOf(await sparkify('tables')).code, 'warehouse.path');
      assert.match(textOf(await sparkify('create\nruns\nrejects', asking())).text, /No line was set aside/);
      await sparkify('etl', asking());
      const tables = resultOf(await sparkify('tables', { name: 'shapes' }));
      assert.deepEqual(
        tables.columns.map(({ name, type }) => `${name} ${type}`),
        ['table VARCHAR', 'kind VARCHAR', 'rows BIGINT', 'columns INTEGER', 'comment VARCHAR'],
      );
      assert.equal((await sessions.page({ result: tables.id!, offset: 0, limit: 100 })).rowCount, tables.rowCount);
      assert.equal(tables.name, 'shapes');
      assert.deepEqual(resultOf(await sql(`SELECT rows, columns FROM shapes WHERE "table" = 'songplays'`)).rows, [
        ['5', '9'],
      ]);
      const runs = resultOf(await sparkify('runs --limit 1'));
      assert.deepEqual(
        [runs.rowCount, runs.rows[0]?.[0], runs.rows[0]?.[2], runs.rows[0]?.[3]],
        [1, '2', 'etl', 'succeeded'],
      );
      assert.match(runs.rows[0]?.[1] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*\+00$/);
    }));

  it('asks in SQL like a cell of SQL: parameters, named results, several statements', () =>
    atNotebook(async ({ sparkify, sql, folder }) => {
      await sql('SELECT 40 AS n', { name: 'forty' });
      const { rows, effects } = resultOf(
        await sparkify(
          `set more = 1\nsql "CREATE TEMP TABLE t AS FROM forty; SELECT n + $more + $extra FROM t" --param extra=1`,
        ),
      );
      assert.deepEqual([rows, effects], [[['42']], ['created table t with 1 row', '1 row']]);
      await writeFile(join(folder, 'ask.sql'), 'SELECT $more AS n;\n');
      assert.deepEqual(resultOf(await sparkify('sql --file ask.sql', { name: 'asked' })).rows, [['1']]);
      assert.deepEqual(resultOf(await sql('FROM asked')).rows, [['1']]);
    }));

  it('writes what SQL answers to a file, from the session’s own connection', () =>
    atNotebook(async ({ sparkify, sql, folder }) => {
      await sql(`CREATE TEMP TABLE mine AS SELECT 'it''s' AS t; SELECT 5 AS n`, { name: 'five' });
      await sparkify(`set x = "it's"`);
      const out = textOf(await sparkify(`sql 'SELECT n, t, $x AS x FROM five, mine WHERE t = $x' -o out.csv`));
      assert.match(out.text, /Wrote .*out\.csv/);
      assert.equal(await readFile(join(folder, 'out.csv'), 'utf8'), "n,t,x\n5,it's,it's\n");
      assert.match(textOf(await sparkify(`sql "FROM five" -o out.parquet`)).text, /Wrote 1 row to/);
      assert.match(errorOf(await sparkify(`sql "FROM five" --format csv`)).message, /--format csv needs a file/);
    }));

  it('points at the place of a mistake: in the words, in quoted SQL, in a file', () =>
    atNotebook(async ({ sparkify, folder }) => {
      await writeFile(join(folder, 'ask.sql'), 'SELECT 1;\nSELECT nope');
      const places: [string, number, number, RegExp][] = [
        ['runs\n  # c\n  etl \\\n   --sorce x', 4, 4, /no option --sorce/],
        ['\n\n tabels', 3, 2, /no command tabels/],
        [`sql "SELECT 1,\\\n  nope"`, 2, 3, /nope/],
        [`sql 'SELECT 1' \\\n "extra"`, 2, 2, /cannot use "extra"/],
        [`  sql "SELECT ""nope"`, 1, 7, /nope/],
        [`sql -f ask.sql`, 1, 1, /ask\.sql:2:8 .*nope/],
        [`sql "SELECT 1" -o x.csv --param y=1`, 1, 1, /no statement mentions \$y/],
        [`sql "SELECT nope" -o x.csv`, 1, 13, /nope/],
        ['set 1 = 2', 1, 1, /name is of letters/],
        [`sql "SELECT 1`, 1, 5, /double quote is never closed/],
        ['sql -', 1, 1, /no standard input/],
      ];
      await sparkify('create');
      for (const [text, line, column, sentence] of places) {
        const executed = await sparkify(text);
        assert.equal(executed.status, 'failed', text);
        const { position, message, excerpt } = only(executed, 'error');
        assert.match(message, sentence);
        assert.deepEqual(position, { line, column }, text);
        assert.equal(excerpt, text.split('\n')[line - 1]);
      }
    }));

  it('says what went wrong in sparkify.json, at the place in that file', () =>
    atNotebook(async ({ sparkify, folder }) => {
      await writeFile(join(folder, 'sparkify.json'), '{\n  "sourse": "x"\n}');
      const { code, message, position } = errorOf(await sparkify('\netl'));
      assert.deepEqual([code, position], ['usage.project', { line: 2, column: 1 }]);
      assert.match(message, /sparkify\.json:2:3 .*Did you mean source/);
    }));

  it('finds the project file upward from the notebook, and a named one instead', () =>
    atNotebook(async ({ folder, sparkify }) => {
      await mkdir(join(folder, 'other'));
      await project(join(folder, 'other'), { source: 's3://bad' });
      await project(folder);
      assert.match(
        JSON.stringify(runOf(await sparkify('etl --plan --project other/sparkify.json', asking())).plan),
        /s3:\/\/bad/,
      );
      assert.match(JSON.stringify(runOf(await sparkify('etl --plan', asking())).plan), /s3:\/\/lake/);
    }));

  it('refuses what makes no sense in a notebook, and says what does', () =>
    atLake(async ({ sparkify, folder, path }) => {
      const refused: [string, string, RegExp][] = [
        ['playground', 'usage.cell', /Sparkify: Start Playground/],
        ['etl --warehouse other.duckdb', 'usage.cell', new RegExp(`works on ${path}.*choose ${folder}/other\\.duckdb`)],
        ['etl --threads 2', 'usage.cell', /--threads is decided when the warehouse is opened/],
        ['sql "SELECT 1" --memory-limit 1GB', 'usage.cell', /--memory-limit is decided/],
        ['init', 'usage.source', /Where are the objects\? Give --source/],
        ['rejects', 'warehouse.path', /no warehouse at .*choose another warehouse/],
        ['check', 'warehouse.path', /no warehouse at/],
      ];
      for (const [text, code, sentence] of refused) {
        const error = errorOf(await sparkify(text, asking()));
        assert.equal(error.code, code, `${text}: ${error.message}`);
        assert.match(error.message, sentence);
      }
      assert.ok(!existsSync(path));
      assert.equal(runOf(await sparkify('create --warehouse ./w.duckdb')).summary?.status, 'succeeded');
    }));

  it('writes a project file that it is told', () =>
    atNotebook(async ({ sparkify, folder }) => {
      assert.match(
        textOf(await sparkify('init --source s3://lake --warehouse any.duckdb')).text,
        /Wrote .*sparkify\.json/,
      );
      assert.match(await readFile(join(folder, 'sparkify.json'), 'utf8'), /"source": "s3:\/\/lake"/);
    }));

  it('helps: with all, with one command, and with what only cells have', () =>
    atNotebook(async ({ sparkify, path }) => {
      assert.match(textOf(await sparkify('help')).text, /Commands\n {2}etl[\s\S]*set NAME = value/);
      assert.match(textOf(await sparkify('etl --help')).text, /^sparkify etl \[options\][\s\S]*--source URI/);
      assert.match(textOf(await sparkify('sparkify help tables')).text, /^sparkify tables/);
      for (const text of ['help set', 'set --help', 'unset -h'])
        assert.match(textOf(await sparkify(text)).text, /unset NAME/);
      assert.match(errorOf(await sparkify('help tabels')).message, /Did you mean tables/);
      assert.ok(!existsSync(path));
    }));

  it('does nothing, and does not fail, where it holds no command', () =>
    atNotebook(async ({ sparkify }) => {
      for (const text of ['', '\n# only a comment\n', 'sparkify']) {
        const { status, outputs } = await sparkify(text);
        assert.deepEqual([status, outputs], ['succeeded', []]);
      }
    }));

  it('tells its warnings, and shows what stands in an export', () =>
    atLake(async ({ sparkify, sql }) => {
      await sparkify('etl --export parquet', asking());
      const { columns, rows } = resultOf(await sparkify('tables --export parquet', asking()));
      assert.deepEqual(
        columns.map(({ name }) => name),
        ['table', 'rows', 'readCall'],
      );
      assert.match(rows[0]?.[2] ?? '', /^read_parquet\(/);
      await sql('DROP TABLE staging_events');
      const run = runOf(await sparkify('etl', asking()));
      assert.match(run.warnings.join(), /staging table is missing/i);
    }));

  it('lets no secret of its environment out: not in what it shows, nor in events, errors or the log', () =>
    atLake(async ({ sparkify, sql, logged, sessions }) => {
      const secret = 'wrong/SECRET+key0123456789';
      const env = {
        AWS_ACCESS_KEY_ID: 'AKIAWRONGKEY00000000',
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_SESSION_TOKEN: 'token-of-mine-123',
      };
      const told: unknown[] = [];
      const onEvent = (event: RunEvent) => told.push(event);
      for (const text of [
        'etl',
        'etl --plan',
        'extract --profile nobody',
        `sql "SELECT 1" -o ${secret}/x.csv`,
        `etl --${secret}`,
      ]) {
        const executed = await sparkify(text, { env, onEvent });
        assert.equal(executed.status, 'failed', text);
        told.push(executed);
      }
      told.push(await sql(`SELECT ${secret}`, { env }), await sessions.status('notebook'), logged);
      assert.ok(!JSON.stringify(told).includes(secret));
      assert.ok(!JSON.stringify(told).includes(env.AWS_SESSION_TOKEN));
    }));
});
