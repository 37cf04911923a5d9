import assert from 'node:assert/strict';
import { effectOf, makesSomething, movesNames } from '../../../src/session/sql/effects.ts';
import type { StatementKind } from '../../../src/warehouse/statement-kind.ts';

const told = (sql: string, kind: StatementKind = 'other', changed?: number) => effectOf(sql, { kind, changed });

describe('what a statement did', () => {
  it('is told in a few words', () => {
    const effects: Record<string, string> = {
      'CREATE TABLE x (n INTEGER)': 'created table x',
      'create or replace temp table "my x" (n INTEGER)': 'created table "my x"',
      '/* c */ CREATE -- c\n VIEW books.v AS SELECT 1': 'created view books.v',
      'CREATE TABLE IF NOT EXISTS x (n INTEGER)': 'table x is there',
      'CREATE UNIQUE INDEX i ON x(n)': 'created index i',
      'CREATE SECRET (TYPE s3)': 'created a secret',
      'DROP TABLE x': 'dropped table x',
      'DROP VIEW IF EXISTS a.b.c': 'view a.b.c is gone',
      'ALTER TABLE x ADD COLUMN m INTEGER': 'altered table x',
      'BEGIN TRANSACTION': 'began a transaction',
      commit: 'committed',
      ROLLBACK: 'rolled back',
      'SET GLOBAL threads = 2': 'set threads',
      'SET VARIABLE v = 1': 'set v',
      'RESET threads': 'reset threads',
      'USE other.main': 'now using other.main',
      "ATTACH 'x.duckdb' AS x": 'attached a database',
      'DETACH DATABASE IF EXISTS x': 'detached x',
      'LOAD httpfs': 'loaded httpfs',
      CHECKPOINT: 'wrote a checkpoint',
      'PREPARE p AS SELECT 1': 'prepared p',
      "COMMENT ON TABLE x IS 'y'": 'commented',
      'SOMETHING NEW': 'did SOMETHING',
    };
    for (const [sql, effect] of Object.entries(effects)) assert.equal(told(sql), effect, sql);
  });

  it('counts the rows', () => {
    assert.equal(told('INSERT INTO x VALUES (1)', 'insert', 1), 'inserted 1 row');
    assert.equal(told('WITH y AS (SELECT 1) UPDATE x SET n = 1', 'update', 1234), 'updated 1,234 rows');
    assert.equal(told('DELETE FROM x', 'delete', 0), 'deleted 0 rows');
    assert.equal(told('MERGE INTO x USING y ON true WHEN MATCHED THEN DELETE', 'update', 5), '5 rows changed');
    assert.equal(told("COPY x TO 'x.csv'", 'copy', 5), 'copied 5 rows');
    assert.equal(told('CREATE TABLE x AS FROM y', 'create', 12), 'created table x with 12 rows');
  });

  it('never repeats a value, which may be a secret', () =>
    assert.equal(told("SET s3_secret_access_key = 'abc'"), 'set s3_secret_access_key'));
});

describe('a statement', () => {
  it('makes a warehouse where it makes something that stays', () => {
    for (const sql of [
      'CREATE TABLE temp AS SELECT 1',
      'create or replace view v AS SELECT 1',
      "IMPORT DATABASE 'd'",
      'CREATE SCHEMA s',
    ]) {
      assert.ok(makesSomething(sql), sql);
    }
    for (const sql of [
      'CREATE TEMP TABLE t AS SELECT 1',
      'CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1',
      'CREATE SECRET s (TYPE s3)',
      'SELECT 1',
      'FROM create',
    ]) {
      assert.ok(!makesSomething(sql), sql);
    }
  });

  it('moves names where it says where they are looked for', () => {
    for (const sql of ['USE x', "SET search_path = 'x'", 'SET SESSION schema = x', 'reset search_path'])
      assert.ok(movesNames(sql), sql);
    for (const sql of ['SET threads = 1', 'SELECT 1']) assert.ok(!movesNames(sql), sql);
  });
});
