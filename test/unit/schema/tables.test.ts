import assert from 'node:assert/strict';
import { checksOf } from '../../../src/schema/checks.ts';
import { comments, createTable, partitionable } from '../../../src/schema/ddl.ts';
import { describe as describeTable } from '../../../src/schema/describe.ts';
import { stagingTables, starTables, tableNamed, tables } from '../../../src/schema/index.ts';
import { matchings } from '../../../src/schema/matching.ts';
import { columnNames, keyOf, table, text } from '../../../src/schema/table.ts';
import { duckdbDialect } from '../../../src/warehouse/dialect.ts';
import { plainDialect as d } from '../../support/plain-dialect.ts';

const sources = { staging_events: 'staging_events', staging_songs: 'staging_songs', songplays: 'songplays' };

describe('the schema', () => {
  it('has the columns that the analysts expect, in their order', () => {
    const columns = Object.fromEntries(tables.map(one => [one.name, columnNames(one).join(' ')]));
    assert.deepEqual(columns, {
      staging_events:
        'artist auth first_name gender item_in_session last_name length level location method page registration session_id song status ts user_agent user_id object line',
      staging_songs:
        'num_songs artist_id artist_latitude artist_longitude artist_location artist_name song_id title duration year object line',
      songplays: 'songplay_id start_time user_id level song_id artist_id session_id location user_agent',
      users: 'user_id first_name last_name gender level',
      songs: 'song_id title artist_id year duration',
      artists: 'artist_id name location latitude longitude',
      time: 'start_time hour day week month year weekday',
    });
  });

  it('says something of every table and every column', () => {
    for (const one of tables) {
      for (const { says } of [one, ...one.columns]) assert.match(says, /^[\p{Lu}].*\.$/u, says);
    }
  });

  it('gives every star table one key, which may not be NULL', () => {
    for (const one of starTables) {
      assert.equal(keyOf(one).length, 1, one.name);
      assert.ok(one.columns.every(column => !column.key || !column.nullable));
    }
  });

  it('refers only to keys', () => {
    for (const { references } of tables.flatMap(one => one.columns)) {
      if (references) assert.deepEqual(keyOf(tableNamed(references.table)!), [references.column]);
    }
    const keyless = table('keyless', { is: 'dimension', says: 'No key.', columns: { a: text('A.') } });
    assert.throws(() => text('B.').references(keyless), /keyless has no key/);
  });

  it('builds a table after those its SELECT reads', () => {
    const order = starTables.map(one => one.name);
    for (const [place, { built }] of starTables.entries()) {
      const read = Object.keys(sources).filter(source =>
        built?.select(d, sources, { match: 'title+artist' }).includes(source),
      );
      assert.ok(read.length > 0);
      for (const source of read) {
        const isStaging = stagingTables.some(one => one.name === source);
        assert.ok(isStaging || order.indexOf(source) < place, `${order[place]} reads ${source}`);
      }
    }
  });

  it('reads a relation only where it says so, so that building what was touched can narrow it', () => {
    for (const { name, built } of starTables) {
      for (const match of matchings) {
        const letters = { staging_events: '(E)', staging_songs: '(S)', songplays: '(P)' };
        const sql = built!.select(d, letters, { match });

        const declared = [built!.from, ...(built!.looksUp ? [built!.looksUp.table] : [])];
        for (const [source, letter] of Object.entries(letters)) {
          assert.equal(
            sql.includes(letter),
            declared.some(one => one === source),
            `${name} and ${source}`,
          );
          assert.ok(!sql.includes(source), `${name} names ${source} itself`);
        }
      }
    }
  });

  it('declares NOT NULL and no other constraint', () => {
    for (const one of tables) {
      const ddl = createTable(duckdbDialect, one);
      assert.doesNotMatch(ddl, /PRIMARY|FOREIGN|UNIQUE|CHECK|DEFAULT/i);
      assert.equal(ddl.match(/NOT NULL/g)?.length ?? 0, one.columns.filter(column => !column.nullable).length);
    }
  });

  it('can create a table under another name', () => {
    const songs = tableNamed('songs')!;
    assert.match(createTable(d, songs, '"other"."songs"'), /^CREATE TABLE "other"\."songs" \(/);
    assert.match(comments(d, songs, 'elsewhere')[0]!, /^COMMENT ON TABLE elsewhere IS/);
  });

  it('describes keys, references and what may be missing', () => {
    const { columns } = describeTable(d, tableNamed('songplays')!);
    const words = columns.map(({ column, type, nullable, key }) =>
      `${column} ${type}${nullable ? '?' : ''} ${key}`.trim(),
    );
    assert.deepEqual(words, [
      'songplay_id BIGINT PK',
      'start_time TIMESTAMP FK time.start_time',
      'user_id BIGINT? FK users.user_id',
      'level TEXT?',
      'song_id TEXT? FK songs.song_id',
      'artist_id TEXT? FK artists.artist_id',
      'session_id BIGINT',
      'location TEXT?',
      'user_agent TEXT?',
    ]);
  });

  it('checks every key, reference, accepted value and count, by names that tell which', () => {
    const names = starTables.flatMap(one => checksOf(d, one).map(check => check.name)).sort();
    assert.deepEqual(names, [
      'artists.artist_id.not-null',
      'artists.artist_id.unique',
      'artists.balance',
      'songplays.artist_id.references-artists',
      'songplays.balance',
      'songplays.level.accepted',
      'songplays.song_id.references-songs',
      'songplays.songplay_id.not-null',
      'songplays.songplay_id.unique',
      'songplays.start_time.references-time',
      'songplays.user_id.references-users',
      'songs.artist_id.references-artists',
      'songs.balance',
      'songs.song_id.not-null',
      'songs.song_id.unique',
      'time.balance',
      'time.day.accepted',
      'time.hour.accepted',
      'time.month.accepted',
      'time.start_time.not-null',
      'time.start_time.unique',
      'time.week.accepted',
      'time.weekday.accepted',
      'users.balance',
      'users.level.accepted',
      'users.user_id.not-null',
      'users.user_id.unique',
    ]);
  });

  it('can be partitioned by a column of the table, or by the year and month of a play', () => {
    assert.deepEqual(partitionable(tableNamed('songs')!), ['year', 'song_id', 'title', 'artist_id', 'duration']);
    assert.deepEqual(partitionable(tableNamed('songplays')!).slice(0, 2), ['year', 'month']);
  });
});
