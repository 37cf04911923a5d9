import { cancelled, isSparkifyError, SparkifyError } from '../base/errors.ts';
import { type DuckDbError, isInterrupt, readDuckDbError } from './duckdb-error.ts';
import { offsetOfByte, offsetOfCodePoint, positionAt } from './position.ts';

/** Another program has the file open. */
export class WarehouseLocked extends SparkifyError {
  readonly lockedBy: { readonly pid: number | undefined; readonly program: string | undefined };

  constructor(path: string, lockedBy: WarehouseLocked['lockedBy'], cause: unknown) {
    const { pid, program } = lockedBy;
    const holder = program ? ` in ${program}${pid ? ` (process ${pid})` : ''}` : ' in another program';
    super('warehouse.locked', `${path} is open${holder}. Close it there, or give another --warehouse.`, { cause });
    this.lockedBy = lockedBy;
  }
}

/** What a failing statement becomes; `sql` is the whole text the position is told in. */
export function statementError(error: unknown, sql: string): SparkifyError {
  if (isSparkifyError(error)) return error;
  if (isInterrupt(error)) return cancelled();
  const told = readDuckDbError(error);
  const resource = resourceError(told, error);
  if (resource) return resource;
  const position = positionOf(told, sql);
  return new SparkifyError('warehouse.sql', sentence(told), { cause: error, position });
}

function positionOf({ type, position }: DuckDbError, sql: string) {
  if (position === undefined) return undefined;
  const offset = type === 'Parser' ? offsetOfCodePoint(sql, position) : offsetOfByte(sql, position);
  return positionAt(sql, offset);
}

/** DuckDB's message as one line of prose: candidates stay, its own excerpt of the text goes. */
function sentence({ message }: DuckDbError): string {
  const [said = message] = message.split(/\n\s*LINE \d+:/);
  const line = said
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace('Candidate bindings: :', 'Candidate bindings:');
  const text = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function resourceError({ type, message, errno }: DuckDbError, cause: unknown): SparkifyError | undefined {
  if (errno === 28 || /No space left on device|max_temp_directory_size/i.test(message)) {
    return new SparkifyError(
      'warehouse.full',
      `The disk is full: ${firstLine(message)}. Free some space and try again.`,
      { cause },
    );
  }
  if (type.startsWith('Out of Memory')) {
    return new SparkifyError(
      'warehouse.memory',
      `The statement needs more memory than the warehouse may use: ${firstLine(message)}. Give a higher memory limit.`,
      { cause },
    );
  }
  return undefined;
}

const firstLine = (message: string) => (message.split('\n')[0] ?? message).trim().replace(/\.$/, '');

/** What a failing open becomes. */
export function openError(error: unknown, path: string): SparkifyError {
  if (isSparkifyError(error)) return error;
  const told = readDuckDbError(error);
  const failed = (code: 'warehouse.format' | 'warehouse.path', text: string) =>
    new SparkifyError(code, text, { cause: error });
  const { message } = told;

  const resource = resourceError(told, error);
  if (resource) return resource;
  if (/Could not set lock on file|being used by another process|Conflicting lock/i.test(message)) {
    const holder = /lock is held in (.+?) \(PID (\d+)\)/.exec(message) ?? /\n?(.+?) \(PID (\d+)\)/.exec(message);
    return new WarehouseLocked(
      path,
      { program: holder?.[1]?.trim(), pid: holder ? Number(holder[2]) : undefined },
      error,
    );
  }
  if (/not a valid DuckDB database file/.test(message)) {
    return failed(
      'warehouse.format',
      `${path} is not a DuckDB database. Give another --warehouse, or move that file away.`,
    );
  }
  const version = /version number (\d+).*?(?:between (\d+) and (\d+)|version (\d+))/s.exec(message);
  if (version) {
    return failed(
      'warehouse.format',
      `${path} was written by a newer DuckDB (storage version ${version[1]}; this one reads up to ${version[3] ?? version[4]}). Update Sparkify, or export the tables with that DuckDB.`,
    );
  }
  if (/[Cc]hecksum|Corrupt database|Could not read enough bytes|Failed to deserialize/.test(message)) {
    return failed(
      'warehouse.format',
      `${path} is damaged: ${firstLine(message)}. Restore a copy, or build it again under another name.`,
    );
  }
  if (/Is a directory/.test(message)) return failed('warehouse.path', `${path} is a folder. Name a file in it.`);
  if (/Read-only file system|Permission denied|read-only/i.test(message)) {
    return failed(
      'warehouse.path',
      `${path} may not be written: ${firstLine(message)}. Change its rights, or give another --warehouse.`,
    );
  }
  if (/No such file|does not exist/i.test(message)) {
    return failed('warehouse.path', `${path} does not exist.`);
  }
  return failed('warehouse.path', `${path} cannot be opened: ${firstLine(message)}.`);
}
