import assert from 'node:assert/strict';
import { readCatalog } from '../../../src/warehouse/catalog.ts';
import { withWarehouse } from './open.ts';

describe('the catalog', () => {
  it('tells schemas, tables, views, columns, comments, keys and rows', () =>
    withWarehouse(async connection => {
      await connection.run(`
        CREATE TABLE users(user_id BIGINT PRIMARY KEY, "first name" VARCHAR);
        CREATE TABLE plays(id BIGINT NOT NULL, user_id BIGINT REFERENCES users(user_id), CHECK (id > 0));
        COMMENT ON TABLE users IS 'Who listens.';
        COMMENT ON COLUMN users."first name" IS 'As given.';
        INSERT INTO users SELECT range, NULL FROM range(7);
        CREATE VIEW paid AS SELECT user_id FROM users;
        CREATE SCHEMA books; CREATE TABLE books.runs(run INTEGER);
        CREATE TEMP TABLE hidden(n INTEGER); CREATE TABLE memory.main.result(n INTEGER)`);
      const [books, main, ...others] = await readCatalog(connection);
      assert.deepEqual(others, []);
      assert.equal(books!.name, 'books');
      assert.deepEqual(
        books!.tables.map(table => table.name),
        ['runs'],
      );
      assert.deepEqual(
        main!.tables.map(({ name, kind, estimatedRows }) => ({ name, kind, estimatedRows })),
        [
          { name: 'paid', kind: 'view', estimatedRows: undefined },
          { name: 'plays', kind: 'table', estimatedRows: 0 },
          { name: 'users', kind: 'table', estimatedRows: 7 },
        ],
      );
      const [, plays, users] = main!.tables;
      assert.equal(users!.comment, 'Who listens.');
      assert.deepEqual(users!.columns, [
        { name: 'user_id', type: 'BIGINT', isNullable: false, comment: null },
        { name: 'first name', type: 'VARCHAR', isNullable: true, comment: 'As given.' },
      ]);
      assert.deepEqual(users!.constraints, [
        { kind: 'primary key', columns: ['user_id'], text: 'PRIMARY KEY(user_id)' },
      ]);
      assert.deepEqual(
        plays!.constraints.map(({ kind, columns, references }) => ({ kind, columns, references })),
        [
          { kind: 'foreign key', columns: ['user_id'], references: { table: 'users', columns: ['user_id'] } },
          { kind: 'check', columns: ['id'], references: undefined },
        ],
      );
    }));
});
