import assert from 'node:assert/strict';
import { SparkifyError } from '../../../src/base/errors.ts';
import { openError, statementError, WarehouseLocked } from '../../../src/warehouse/errors.ts';
import { loadDuckDb } from '../../../src/warehouse/load.ts';

const json = (fields: Record<string, string>) => new Error(JSON.stringify({ exception_type: 'IO', ...fields }));

/** What DuckDB says on other systems, or of faults that a test cannot bring about. */
describe('what DuckDB says', () => {
  describe('when a file does not open', () => {
    const said: [message: string, code: string, sentence: RegExp][] = [
      [
        'Could not set lock on file "w": Conflicting lock is held in /opt/my programs/duckdb (deleted) (PID 42). See',
        'warehouse.locked',
        /open in \/opt\/my programs\/duckdb \(deleted\) \(process 42\)/,
      ],
      [
        'Could not set lock on file "w": Resource temporarily unavailable',
        'warehouse.locked',
        /open in another program/,
      ],
      [
        'Cannot open file "w": The process cannot access the file because it is being used by another process.\r\n\nFile is already open in \nC:\\Program Files\\x.exe (PID 7)',
        'warehouse.locked',
        /C:\\Program Files\\x\.exe \(process 7\)/,
      ],
      ['Cannot open file "w": Permission denied', 'warehouse.path', /may not be written: .*Permission denied/],
      ['Cannot open file "w": Read-only file system', 'warehouse.path', /may not be written/],
      [
        'Trying to read a database file with version number 99, but we can only read versions between 64 and 68.\nMore',
        'warehouse.format',
        /storage version 99; this one reads up to 68/,
      ],
      ['Could not write file "w": No space left on device', 'warehouse.full', /disk is full/],
      ['Something new', 'warehouse.path', /w cannot be opened: Something new\./],
    ];
    for (const [message, code, sentence] of said) {
      it(message.split('\n')[0]!, () => {
        for (const error of [json({ exception_message: message }), new Error(`IO Error: ${message}`)]) {
          const told = openError(error, 'w');
          assert.equal(told.code, code);
          assert.match(told.message, sentence);
          assert.equal(told.cause, error);
        }
      });
    }

    it('keeps the holder of the lock as data', () => {
      const told = openError(new Error('IO Error: Conflicting lock is held in /usr/bin/node (PID 42).'), 'w');
      assert.ok(told instanceof WarehouseLocked);
      assert.deepEqual(told.lockedBy, { program: '/usr/bin/node', pid: 42 });
    });
  });

  describe('when a statement fails', () => {
    it('becomes one sentence, with the place but without an excerpt', () => {
      const message = 'syntax error at or near "FORM"\n\nLINE 1: SELECT 1 FORM\n                 ^';
      const told = statementError(
        json({ exception_type: 'Parser', exception_message: message, position: '9' }),
        'SELECT 1\nFORM',
      );
      assert.equal(told.message, 'Syntax error at or near "FORM".');
      assert.deepEqual(told.position, { line: 2, column: 1 });
    });

    it('stays what it is when it is ours already', () => {
      const ours = new SparkifyError('warehouse.sql', 'No.');
      assert.equal(statementError(ours, ''), ours);
    });

    it('is a cancellation when it was interrupted', () => {
      assert.equal(
        statementError(json({ exception_type: 'INTERRUPT', exception_message: 'Interrupted!' }), '').code,
        'cancelled',
      );
      assert.equal(statementError(new Error('INTERRUPT Error: Interrupted!'), '').code, 'cancelled');
    });

    it('is about disk or memory when these ran out', () => {
      const code = (fields: Record<string, string>) => statementError(json(fields), '').code;
      assert.equal(
        code({ exception_type: 'Out of Memory', exception_message: 'could not allocate block of size 1' }),
        'warehouse.memory',
      );
      assert.equal(
        code({
          exception_type: 'Out of Memory',
          exception_message: 'failed to offload data block … max_temp_directory_size',
        }),
        'warehouse.full',
      );
      assert.equal(code({ exception_message: 'Could not write all bytes', errno: '28' }), 'warehouse.full');
    });
  });

  it('is told with the platforms there are when its library does not load', async () => {
    const cause = new Error("Cannot find module '@duckdb/node-bindings-plan9-x64/duckdb.node'");
    await assert.rejects(
      loadDuckDb(() => Promise.reject(cause)),
      error => {
        assert.ok(error instanceof SparkifyError);
        assert.equal(error.code, 'warehouse.platform');
        assert.match(error.message, /does not load on .*linux-x64.*darwin-arm64.*win32-x64/);
        assert.equal(error.cause, cause);
        return true;
      },
    );
  });
});
