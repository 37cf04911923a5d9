import assert from 'node:assert/strict';
import type { UserCheck } from '../../../src/pipeline/options.ts';
import { addDay, day, event, lake, play, plays, song } from '../../support/lake-builder.ts';
import { type Account, atWork, starOf } from '../../support/pipeline.ts';

const someLakes = () =>
  lake({
    songs: [song({ song_id: 'S1', title: 'T', artist_name: 'N' }), song({ song_id: 'S2', artist_id: 'AR2' })],
    events: day('2018-11-12', [
      play({ song: 'T', artist: 'N', userId: '1' }),
      ...plays(3, { userId: '2' }),
      event({ userId: '3' }),
    ]),
  });

const onlyCheck = { steps: ['check'] } as const;
const named = ({ checks }: Account, name: string) => checks.find(check => check.name === name)!;

describe('the checks', function () {
  this.timeout(30_000);

  describe('of a star that somebody tampered with', () => {
    let account: Account;

    before(() =>
      atWork(someLakes(), async ({ run, connection }) => {
        assert.equal((await run()).status, 'succeeded');
        assert.equal((await run(onlyCheck)).status, 'succeeded');
        await connection.run(`
          INSERT INTO songs SELECT * FROM songs WHERE song_id = 'S1';
          ALTER TABLE artists ALTER artist_id DROP NOT NULL;
          UPDATE artists SET artist_id = NULL WHERE artist_id = 'AR2';
          DELETE FROM users WHERE user_id = 2;
          UPDATE users SET level = 'gold' WHERE user_id = 3;
          UPDATE time SET weekday = 0, hour = 24 WHERE start_time = (SELECT min(start_time) FROM time);
          UPDATE songplays SET song_id = 'S9', songplay_id = 9007199254740993 WHERE song_id = 'S1';
          DELETE FROM staging_events WHERE page = 'Home'`);
        account = await run(onlyCheck);
      }),
    );

    const broken: Record<string, [failing: number, row: Record<string, unknown>]> = {
      'songs.song_id.unique': [1, { song_id: 'S1', times: 2 }],
      'artists.artist_id.not-null': [1, { artist_id: null, name: 'Some Artist' }],
      'songplays.user_id.references-users': [3, { user_id: 2 }],
      'songplays.song_id.references-songs': [1, { songplay_id: '9007199254740993', song_id: 'S9' }],
      'songs.artist_id.references-artists': [1, { artist_id: 'AR2' }],
      'users.level.accepted': [1, { user_id: 3, level: 'gold' }],
      'time.weekday.accepted': [1, { weekday: 0 }],
      'time.hour.accepted': [1, { hour: 24 }],
      'songs.balance': [1, { expected: 2, found: 3 }],
      'staging_events.balance': [1, { expected: 5, found: 4 }],
    };

    for (const [name, [failing, row]] of Object.entries(broken)) {
      it(`find that ${name} is broken, and by which rows`, () => {
        const check = named(account, name);
        assert.equal(check.status, 'failed');
        assert.equal(check.failing, failing);
        const [shown] = check.rows;
        assert.deepEqual(Object.fromEntries(Object.keys(row).map(key => [key, shown![key]])), row);
      });
    }

    it('fail the run, and name what is broken', () => {
      assert.equal(account.status, 'failed');
      assert.equal(account.error?.code, 'run.checks');
      assert.match(
        account.error!.message,
        /^11 checks failed: .*songplays\.user_id\.references-users \(3 rows\).* \(1 row\)\. `sparkify transform --full` builds the star anew; `--warn NAME` lets one pass\.$/,
      );
    });

    it('let pass what is whole', () => {
      assert.equal(named(account, 'songplays.songplay_id.unique').status, 'passed');
      assert.equal(named(account, 'songplays.balance').status, 'passed');
      assert.equal(account.checks.length, 29);
    });
  });

  it('are not taken in by as many keys as there should be, of which one stands twice and another is gone', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await run();
      await connection.run(`
        UPDATE songs SET song_id = 'S1' WHERE song_id = 'S2';
        UPDATE time SET start_time = (SELECT max(start_time) FROM time) WHERE start_time = (SELECT min(start_time) FROM time);
        UPDATE songplays SET songplay_id = (SELECT max(songplay_id) FROM songplays) WHERE songplay_id = (SELECT min(songplay_id) FROM songplays)`);
      const account = await run(onlyCheck);
      const failed = account.checks
        .filter(check => check.status === 'failed')
        .map(({ name, failing }) => [name, failing]);
      assert.deepEqual(failed, [
        ['songplays.songplay_id.unique', 1],
        ['songplays.start_time.references-time', 1],
        ['songplays.song_id.references-songs', 3],
        ['songs.song_id.unique', 1],
        ['time.start_time.unique', 1],
      ]);
    }));

  it('show at most twenty rows, and count them all', () =>
    atWork(lake({ events: day('2018-11-12', plays(30)) }), async ({ run, connection }) => {
      await run();
      await connection.run(`UPDATE songplays SET level = 'gold'`);
      const check = named(await run(onlyCheck), 'songplays.level.accepted');
      assert.deepEqual([check.failing, check.rows.length], [30, 20]);
    }));

  it('stay in the books, with the rows that broke them', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await run();
      await connection.run(`UPDATE users SET level = 'gold' WHERE user_id = 3`);
      await run(onlyCheck);
      const rows = await connection.rows(
        `SELECT run, name, status, failing, rows->>'$[0].level' AS level FROM books.checks WHERE status <> 'passed'`,
      );
      assert.deepEqual(rows, [{ run: 2, name: 'users.level.accepted', status: 'failed', failing: 1, level: 'gold' }]);
    }));

  it('that fail keep the last good star, and what was extracted; when they pass, it is built from that', () => {
    const lakes = someLakes();
    return atWork(lakes, async ({ run, connection }) => {
      await run();
      const good = await starOf(connection);
      addDay(lakes, day('2018-11-13', plays(2, { sessionId: 2, level: 'gold' })));
      const failed = await run();
      assert.equal(failed.error?.code, 'run.checks');
      assert.match(failed.error!.message, /The last good star stays/);
      assert.equal(named(failed, 'songplays.level.accepted').failing, 2);
      assert.equal(failed.tables.songplays?.rows, 4);
      assert.deepEqual(await starOf(connection), good);
      assert.equal((await run()).status, 'failed', 'merely repeated it fails again');
      addDay(lakes, day('2018-11-13', plays(2, { sessionId: 2 })));
      const mended = await run();
      assert.equal(mended.status, 'succeeded');
      assert.equal(mended.tables.songplays?.rows, 6);
    });
  });

  it('that are only to be warned of let the run succeed, and still tell', () =>
    atWork(lake({ events: day('2018-11-12', plays(2, { level: 'gold' })) }), async ({ run, connection }) => {
      const warn = ['songplays.level.accepted', 'users.level.accepted'];
      const account = await run({ warn });
      assert.equal(account.status, 'succeeded');
      assert.deepEqual(
        warn.map(name => named(account, name).status),
        ['warned', 'warned'],
      );
      assert.equal((await connection.rows('FROM songplays')).length, 2);
      const mistyped = await run({ warn: ['users.level.acepted'] });
      assert.deepEqual(mistyped.error, {
        code: 'usage.option',
        message: 'There is no check users.level.acepted to --warn of. Did you mean users.level.accepted?',
      });
    }));

  it('hold plays to freshness only where that is asked for', () => {
    const today = new Date().toISOString().slice(0, 10);
    const dayMs = 24 * 60 * 60 * 1000;
    const lakes = lake({ events: day('2018-11-12', plays(1)) });
    return atWork(lakes, async ({ run }) => {
      assert.equal(named(await run(), 'freshness'), undefined);
      const stale = named(await run({ freshnessMs: dayMs }), 'freshness');
      assert.equal(stale.status, 'failed');
      assert.deepEqual(stale.rows, [{ newest_play: '2018-11-12T00:00:00.000Z' }]);
      addDay(lakes, day(today, plays(1, { sessionId: 2 })));
      assert.equal(named(await run({ freshnessMs: 2 * dayMs }), 'freshness').status, 'passed');
    });
  });

  it('say how many rows --repair-text would mend, and find none once it has', () => {
    const lakes = lake({
      songs: [song({ artist_name: 'BjÃ¶rk' })],
      events: day('2018-11-12', plays(1, { artist: 'Björk' })),
    });
    return atWork(lakes, async ({ run, connection }) => {
      const noted = (account: Account) =>
        account.events.flatMap(one => (one.type === 'step' && one.step === 'check' && 'note' in one ? [one.note] : []));
      const asItIs = await run();
      assert.deepEqual(noted(asItIs), ['29 checks; 1 row with doubly encoded text, which --repair-text mends']);
      assert.equal(asItIs.matched, 0);
      const repaired = await run({ repairText: true });
      assert.deepEqual(noted(repaired), ['29 checks']);
      assert.equal(repaired.matched, 1);
      assert.deepEqual(await connection.rows('SELECT name FROM artists'), [{ name: 'Björk' }]);
    });
  });
});

describe('a check of the user', function () {
  this.timeout(30_000);
  const check = (sql: string, name = 'mine'): UserCheck => ({ name, sql, file: `/p/checks/${name}.sql` });

  it('fails by the rows it returns, within etl before anything is published', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      const sql = 'SELECT user_id, (2^62)::BIGINT AS big FROM users WHERE user_id = 2;';
      const account = await run({ userChecks: [check(sql)] });
      assert.equal(account.error?.code, 'run.checks');
      assert.deepEqual(named(account, 'mine'), {
        name: 'mine',
        status: 'failed',
        failing: 1,
        rows: [{ user_id: 2, big: '4611686018427387904' }],
      });
      assert.deepEqual(await connection.rows('FROM users'), []);
      assert.equal((await run({ userChecks: [check(sql)], warn: ['mine'] })).status, 'succeeded');
    }));

  it('sees the tables of the warehouse, and none of ours beside them', () =>
    atWork(someLakes(), async ({ run, connection }) => {
      await connection.run('CREATE TABLE lines AS SELECT 1 AS x; CREATE TABLE parsed AS SELECT 2 AS x');
      const userChecks = [check('FROM lines WHERE x <> 1'), check('FROM parsed WHERE x <> 2', 'other')];
      assert.equal((await run({ userChecks })).error, undefined);
    }));

  const passing = {
    'with a comment behind it': 'SELECT 1 WHERE false -- nothing',
    'with a semicolon and a comment behind it': '-- why\nSELECT 1 WHERE false; -- nothing\n/* at all */\n',
    'with a semicolon in a text': `SELECT ';' WHERE false`,
    'of a WITH': 'WITH u AS (FROM users) SELECT * FROM u WHERE user_id < 0',
    'with columns of one name': 'SELECT a.user_id, b.user_id, 1 AS failing FROM users a, users b WHERE false',
  };
  const refused: Record<string, [sql: string, message: RegExp]> = {
    'that creates': ['CREATE TABLE x (i INTEGER)', /^\/p\/checks\/mine\.sql must be one SELECT/],
    'that deletes': ['DELETE FROM users', /must be one SELECT/],
    'of two statements': ['SELECT 1; SELECT 2', /must be one SELECT/],
    'that ends the transaction': ['COMMIT', /must be one SELECT/],
    'that says nothing': ['-- later', /must be one SELECT/],
    'that is no SQL': ['\nSELECT *\n  FORM users', /^\/p\/checks\/mine\.sql:3:\d+: Syntax error at or near "users"\.$/],
    'of a column that is not there': [
      '-- ages\nSELECT\n  age FROM users;',
      /^\/p\/checks\/mine\.sql:3:3: .*"age" not found/,
    ],
    'of a table that is not there': ['SELECT * FROM usrs', /^\/p\/checks\/mine\.sql:1:15: .*usrs does not exist/],
    'that fails on the way': [`SELECT first_name::INTEGER FROM users`, /^\/p\/checks\/mine\.sql.*Could not convert/],
  };

  it(`is taken ${Object.keys(passing).join(', ')}`, () =>
    atWork(someLakes(), async ({ run }) => {
      const userChecks = Object.entries(passing).map(([name, sql]) => check(sql, name));
      const account = await run({ userChecks });
      assert.equal(account.error, undefined);
      assert.equal(account.checks.filter(({ name, status }) => name in passing && status === 'passed').length, 5);
    }));

  describe('is refused', () => {
    for (const [name, [sql, message]] of Object.entries(refused)) {
      it(name, () =>
        atWork(someLakes(), async ({ run }) => {
          const { status, error, tables } = await run({ userChecks: [check(sql)] });
          assert.equal(status, 'failed');
          assert.equal(error?.code, 'warehouse.sql');
          assert.match(error!.message, message);
          assert.equal(tables.songplays?.rows ?? 0, 0);
        }),
      );
    }
  });

  for (const name of ['songs.balance', 'staging_events.balance', 'freshness']) {
    it(`that is named like the built-in ${name} is refused, with its file`, () =>
      atWork(someLakes(), async ({ run }) => {
        const { error } = await run({ userChecks: [check('SELECT 1 WHERE false', name)] });
        assert.deepEqual(error, {
          code: 'usage.option',
          message: `/p/checks/${name}.sql has the name of a check that is built in; give the file another.`,
        });
      }));
  }

  it('that is mistyped is told of before anything is read', () => {
    const lakes = someLakes();
    return atWork(lakes, async ({ run }) => {
      assert.equal((await run({ userChecks: [check('SELEC 1')] })).status, 'failed');
      assert.deepEqual(lakes.events.reads, []);
    });
  });
});
