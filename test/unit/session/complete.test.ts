import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completeCommands } from '../../../src/session/complete/commands.ts';
import { completeSql } from '../../../src/session/complete/sql.ts';
import { type KnownTable, tablesToCome } from '../../../src/session/complete/vocabulary.ts';

const column = (name: string, says?: string) => ({ name, type: 'VARCHAR', says });
const tables: KnownTable[] = [
  ...tablesToCome(),
  { kind: 'table', schema: 'books', name: 'runs', says: undefined, columns: [column('run'), column('status')] },
  { kind: 'table', schema: undefined, name: 'my table', says: undefined, columns: [column('a b'), column('select')] },
  { kind: 'cell', schema: undefined, name: 'top_songs', says: undefined, columns: [column('plays')] },
];
const grammar = {
  functions: [
    { name: 'date_trunc', isTable: false, signature: 'date_trunc(part, ts) → TIMESTAMP', says: 'Cut a date off.' },
    { name: 'read_parquet', isTable: true, signature: 'read_parquet(path)', says: undefined },
  ],
  keywords: ['FROM', 'SELECT', 'WHERE'],
  reserved: new Set(['from', 'select', 'where']),
};
const parameters = [
  { name: 'user', written: '15' },
  { name: 'level', written: 'paid' },
];

/** Completes at the bar. */
function sql(text: string) {
  const offset = text.indexOf('|');
  return completeSql(text.replace('|', ''), offset, { tables, grammar, parameters });
}
const labels = (text: string) => sql(text).map(({ label }) => label);
const commands = (text: string) => completeCommands(text.replace('|', ''), text.indexOf('|'), parameters);
const commandLabels = (text: string) => commands(text).map(({ label }) => label);

describe('completion of SQL', () => {
  it('offers tables and cells where a table is wanted', () => {
    for (const before of [
      'FROM ',
      'select * from ',
      'SELECT 1 FROM users u, ',
      'SELECT 1 FROM users JOIN ',
      'INSERT INTO ',
      'DESCRIBE ',
    ]) {
      const found = labels(`${before}|`);
      for (const name of ['songplays', 'top_songs', 'books.runs', 'read_parquet'])
        assert.ok(found.includes(name), before + name);
      assert.ok(!found.includes('plays') && !found.includes('date_trunc'), before);
    }
  });

  it('offers the columns of the tables that are mentioned, also behind the place, with what they say', () => {
    const found = sql('SELECT | FROM users');
    assert.deepEqual(
      found.slice(0, 5).map(({ label, kind }) => [label, kind]),
      ['user_id', 'first_name', 'last_name', 'gender', 'level'].map(name => [name, 'column']),
    );
    assert.match(found[0]!.says ?? '', /\w/);
    assert.equal(found[0]!.detail, 'BIGINT');
    assert.ok(!found.some(({ kind, label }) => kind === 'column' && label === 'duration'));
    assert.deepEqual(labels('SELECT pl| FROM top_songs'), ['plays']);
  });

  it('offers what is behind the dot: columns of a table, of its alias, of one in a schema; tables of a schema', () => {
    assert.deepEqual(labels('SELECT u.fi| FROM users u'), ['first_name']);
    assert.deepEqual(labels('SELECT s.ti| FROM songplays p JOIN songs AS s USING (song_id)'), ['title']);
    assert.deepEqual(labels('SELECT songs.ti| FROM songs'), ['title']);
    assert.deepEqual(labels('SELECT r.| FROM books.runs r'), ['run', 'status']);
    assert.deepEqual(
      labels('FROM books.|'),
      ['books.runs'].map(() => 'runs'),
    );
    assert.deepEqual(labels('SELECT nobody.| FROM users'), []);
  });

  it('offers columns, not tables, behind a comma among columns', () => {
    assert.equal(sql('SELECT user_id, | FROM users')[0]!.kind, 'column');
    assert.equal(sql('SELECT count(user_id, |) FROM users')[0]!.kind, 'column');
  });

  it('offers parameters where a dollar begins one, and among all else', () => {
    assert.deepEqual(labels('SELECT $|'), ['$user', '$level']);
    const [user] = sql('SELECT * FROM users WHERE user_id = $us| LIMIT 1');
    assert.deepEqual([user?.insert, user?.from, user?.detail], ['$user', 36, '15']);
    assert.ok(labels('SELECT |').includes('$level'));
  });

  it('puts names in quotes that need them, and replaces a quote that was begun', () => {
    assert.equal(sql('FROM my|')[0]!.insert, '"my table"');
    const [quoted] = sql('FROM "my|');
    assert.deepEqual([quoted?.insert, quoted?.from], ['"my table"', 5]);
    assert.deepEqual(
      sql('SELECT | FROM "my table"')
        .slice(0, 2)
        .map(({ insert }) => insert),
      ['"a b"', '"select"'],
    );
  });

  it('writes keywords as they are begun, and tells what functions do', () => {
    assert.deepEqual(labels('se|'), ['select']);
    assert.deepEqual(labels('SE|'), ['SELECT']);
    assert.deepEqual(sql('SELECT date_t|')[0], {
      label: 'date_trunc',
      kind: 'function',
      detail: 'date_trunc(part, ts) → TIMESTAMP',
      says: 'Cut a date off.',
      insert: 'date_trunc',
      from: 7,
    });
  });

  it('knows only the statement it is in', () => {
    assert.deepEqual(labels('SELECT * FROM users; SELECT first| FROM songs'), []);
    assert.deepEqual(labels('SELECT first| FROM users; SELECT 1'), ['first_name']);
    assert.equal(sql('SELECT 1; |')[0]!.kind, 'parameter');
  });

  it('offers the same before a point that nothing stands before', () => {
    assert.deepEqual(labels('|.SELECT'), labels('|'));
  });

  it('is silent in texts, comments and numbers', () => {
    for (const text of ["SELECT 'fr|", "SELECT 'fr|om'", 'SELECT 1 -- fr|', '/* fr| */', 'SELECT 1|', '$$ fr| $$']) {
      assert.deepEqual(sql(text), [], text);
    }
  });

  it('replaces what was typed, wherever it is asked for', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('SELECT', 'users', '.', '"', "'", '$', 'u', ' ', ',', '(', ';', '--', '\n', 'FROM', 'é'),
        ),
        fc.nat(),
        (parts, at) => {
          const text = parts.join('');
          const offset = at % (text.length + 1);
          for (const { from } of completeSql(text, offset, { tables, grammar, parameters })) {
            assert.ok(from <= offset && /^["$]?[\w\u0080-\uffff ,(;.\n'$-]*$/.test(text.slice(from, offset)), text);
          }
        },
      ),
    ));
});

describe('completion of commands', () => {
  it('offers the commands that make sense in a cell', () => {
    const found = commandLabels('|');
    for (const name of ['etl', 'tables', 'set', 'unset', 'help']) assert.ok(found.includes(name), name);
    assert.ok(!found.includes('playground'));
    assert.deepEqual(commandLabels('# etl\nsparkify tra|'), ['transform']);
  });

  it('offers the options that are not given yet, and the values of a choice', () => {
    assert.deepEqual(commandLabels('etl --ful|'), ['--full']);
    assert.deepEqual(commandLabels('etl --full \\\n  --ful|'), []);
    assert.deepEqual(commandLabels('etl --warn x --war|'), ['--warn']);
    assert.deepEqual(commandLabels('export --layout |'), ['runs', 'plain']);
    assert.deepEqual(commandLabels('export --layout=p|'), ['--layout=plain']);
    assert.deepEqual(commandLabels('etl --ware|'), []);
    const [source] = commands('etl --so|');
    assert.deepEqual([source?.insert, source?.from], ['--source ', 4]);
  });

  it('offers names of parameters and of commands where these are wanted', () => {
    assert.deepEqual(commandLabels('unset us|'), ['user']);
    assert.equal(commands('set |')[0]!.insert, 'user = ');
    assert.deepEqual(commandLabels('set user = |'), []);
    assert.deepEqual(commandLabels('help tra|'), ['transform']);
  });

  it('is silent in comments, in open quotes and behind what is no command', () => {
    for (const text of ['# et|', 'etl # --f|', "sql 'SELECT |", 'nothing |'])
      assert.deepEqual(commands(text), [], text);
  });
});
