import assert from 'node:assert/strict';
import { readingOf } from '../../../src/pipeline/extract/reading.ts';
import { checksOf } from '../../../src/schema/checks.ts';
import { comments, createTable, parquetFields, partitionable } from '../../../src/schema/ddl.ts';
import { describe as describeTable } from '../../../src/schema/describe.ts';
import { integer, type Table, table, text } from '../../../src/schema/table.ts';
import { plainDialect as d } from '../../support/plain-dialect.ts';

const moods = table('moods', {
  is: 'dimension',
  says: 'How songs feel.',
  columns: { mood: text('The mood.').key() },
});

/** A table as one file of the schema says it; a column more is one line more there. */
const ratings = (more: Parameters<typeof table>[1]['columns'] = {}): Table =>
  table('ratings', {
    is: 'staging',
    says: 'What listeners thought.',
    columns: { song_id: text('The song.').fromIdentifier('songId'), ...more },
  });

const before = ratings();
const after = ratings({
  stars: integer('How many, 1 to 5.').fromRequired('stars', [1, 5]).between(1, 5),
  mood: text("The listener's mood.").from('mood').references(moods),
});

describe('a column more in the file of its table', () => {
  it('is in the DDL, with its type and whether it may be NULL', () => {
    assert.equal(createTable(d, before), 'CREATE TABLE "ratings" (\n  "song_id" TEXT NOT NULL\n)');
    assert.equal(
      createTable(d, after),
      'CREATE TABLE "ratings" (\n  "song_id" TEXT NOT NULL,\n  "stars" INTEGER NOT NULL,\n  "mood" TEXT\n)',
    );
  });

  it('has its words as a comment in the database', () => {
    assert.deepEqual(comments(d, after).slice(-2), [
      `COMMENT ON COLUMN "ratings"."stars" IS 'How many, 1 to 5.'`,
      `COMMENT ON COLUMN "ratings"."mood" IS 'The listener''s mood.'`,
    ]);
  });

  it('is described', () => {
    assert.deepEqual(describeTable(d, after).columns.slice(1), [
      { column: 'stars', type: 'INTEGER', nullable: false, key: '', says: 'How many, 1 to 5.' },
      { column: 'mood', type: 'TEXT', nullable: true, key: 'FK moods.mood', says: "The listener's mood." },
    ]);
  });

  it('is in the Parquet files, unless it stands in their path', () => {
    const names = (partitionedBy: string[]) => parquetFields(d, after, partitionedBy).map(field => field.name);
    assert.deepEqual(names([]), ['song_id', 'stars', 'mood']);
    assert.deepEqual(names(['mood']), ['song_id', 'stars']);
    assert.ok(partitionable(after).includes('mood'));
  });

  it('is read out of the JSON, and held to its rules there', () => {
    const reading = readingOf(after);
    assert.deepEqual(reading.columns, ['song_id', 'stars', 'mood']);
    assert.match(reading.fields, /"stars":"INTEGER","mood":"VARCHAR"/);
    assert.match(reading.reason, /stars is not between 1 and 5/);
    assert.doesNotMatch(readingOf(before).reason, /stars/);
  });

  it('is checked for what it refers to and what it accepts', () => {
    const names = (one: Table) => checksOf(d, one).map(check => check.name);
    assert.deepEqual(names(before), []);
    assert.deepEqual(names(after), ['ratings.stars.accepted', 'ratings.mood.references-moods']);
  });
});
