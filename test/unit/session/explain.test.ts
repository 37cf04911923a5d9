import assert from 'node:assert/strict';
import { explained } from '../../../src/session/sql/explain.ts';
import { statementError } from '../../../src/warehouse/errors.ts';

const known = { missingWarehouse: () => undefined, ofCell: () => undefined };

/** DuckDB's own words, as a statement that failed gives them. */
const said = (message: string, more: object = {}, sql = 'FROM t') =>
  explained(
    statementError(new Error(JSON.stringify({ exception_type: 'Catalog', exception_message: message, ...more })), sql),
    sql,
    known,
  );
const missing = { error_subtype: 'MISSING_ENTRY', type: 'Table', name: 't' };

describe('what is said of a failing statement', () => {
  it('is what to do where DuckDB has broken down', () => {
    const { code, message } = said('Failed: database has been invalidated because of a previous fatal error.');
    assert.equal(code, 'internal');
    assert.match(message, /Restart the kernel to go on; nothing that was committed is lost/);
  });

  it('keeps a hint at a table of the person’s own, and drops one at DuckDB’s', () => {
    const hint = (table: string) =>
      said(`Table with name t does not exist!\nDid you mean "${table}"?`, missing).message;
    assert.equal(hint('ts'), 'Table with name t does not exist! Did you mean "ts"?');
    assert.equal(hint('pg_settings'), 'Table with name t does not exist!');
  });

  it('finds the place of a table that DuckDB does not tell', () =>
    assert.deepEqual(said('Table with name t does not exist!', missing, 'INSERT INTO\n"T" VALUES (1)').position, {
      line: 2,
      column: 1,
    }));

  it('is DuckDB’s own sentence otherwise', () => assert.equal(said('Something else').message, 'Something else.'));
});
