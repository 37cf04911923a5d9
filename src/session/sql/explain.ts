import { SparkifyError } from '../../base/errors.ts';
import { withoutInstalling } from '../../commands/run/sql-errors.ts';
import { tableNamed } from '../../schema/index.ts';
import { readDuckDbError } from '../../warehouse/duckdb-error.ts';
import { type Position, positionAt } from '../../warehouse/position.ts';
import { tokensOf } from '../../warehouse/tokens.ts';
import { firstParameter } from './bind.ts';

/** What a session knows and DuckDB does not. */
export interface Known {
  /** The file, where there is none yet. */
  missingWarehouse(): string | undefined;
  /** What is to be said of a name that belongs to a cell of the notebook. */
  ofCell(name: string): string | undefined;
}

/** A failure of a statement as the person in front of the notebook can act on it; positions are in the statement. */
export function explained(error: SparkifyError, sql: string, known: Known): SparkifyError {
  if (error.code !== 'warehouse.sql') return error;
  if (error.message.includes('has been invalidated')) return brokenDown(error);
  return ofMissingTable(error, sql, known) ?? ofParameter(error, sql) ?? withoutInstalling(error);
}

const brokenDown = (cause: SparkifyError): SparkifyError =>
  new SparkifyError(
    'internal',
    'DuckDB broke down on a fault of its own and takes no more work. Restart the kernel to go on; nothing that was committed is lost.',
    { cause },
  );

function ofMissingTable(error: SparkifyError, sql: string, known: Known): SparkifyError | undefined {
  const { missingTable: name } = readDuckDbError(error.cause);
  if (name === undefined) return undefined;
  const position = error.position ?? positionOfName(sql, name);
  const ofCell = known.ofCell(name);
  if (ofCell !== undefined) return new SparkifyError('usage.cell', ofCell, { cause: error.cause, position });
  const file = known.missingWarehouse();
  const isOurs = tableNamed(name.toLowerCase()) !== undefined;
  if (file === undefined && !isOurs) {
    return new SparkifyError(error.code, withoutOddHint(error.message), { cause: error.cause, position });
  }
  const why = file === undefined ? '' : `, for there is no warehouse at ${file}`;
  const sentence = `There is no table ${name} yet${why}. Run etl in a sparkify cell to make it.`;
  const other = `There is no table ${name}${why} yet. CREATE something to make it, or run etl in a sparkify cell.`;
  return new SparkifyError('warehouse.missing', isOurs ? sentence : other, { cause: error.cause, position });
}

/** Where nothing is like the name, DuckDB means one of its own tables. */
const withoutOddHint = (sentence: string): string =>
  sentence.replace(/ Did you mean "(pg_|duckdb_|sqlite_)[^"]*"\?/, '');

/** DuckDB binds values, and those only where a statement is run, not where its text is kept. */
function ofParameter(error: SparkifyError, sql: string): SparkifyError | undefined {
  const first = firstParameter(sql);
  if (!first) return undefined;
  const refuse = (sentence: string, position: Position) =>
    new SparkifyError('usage.parameter', sentence, { cause: error.cause, position });
  const place = refusals.find(({ says }) => says.test(error.message))?.place;
  if (place !== undefined) {
    const sentence = `DuckDB takes no ${first.name} in ${place}. Write the value itself there, or make a table instead.`;
    return refuse(sentence, positionAt(sql, first.offset));
  }
  const isThere = error.position !== undefined && samePlace(sql, error.position);
  if (!isThere || !/^Syntax error/.test(error.message)) return undefined;
  return refuse('A parameter stands for a value, not for a name or a part of the text. Write it out.', error.position!);
}

const refusals: readonly { readonly says: RegExp; readonly place: string }[] = [
  { says: /^Unexpected prepared parameter/, place: "what it keeps as text, such as a view's body" },
  { says: /^Parameter expressions within macro/, place: 'the body of a macro' },
  { says: /^DEFAULT values cannot contain parameters/, place: 'a DEFAULT' },
];

/** Whether a parameter begins there. */
function samePlace(sql: string, { line, column }: Position): boolean {
  for (const { kind, offset } of tokensOf(sql)) {
    const at = positionAt(sql, offset);
    if (kind === 'parameter' && at.line === line && at.column === column) return true;
  }
  return false;
}

function positionOfName(sql: string, name: string): Position | undefined {
  for (const { kind, text, offset } of tokensOf(sql)) {
    const isName = kind === 'word' || kind === 'quoted';
    if (isName && text.replaceAll('"', '').toLowerCase() === name.toLowerCase()) return positionAt(sql, offset);
  }
  return undefined;
}
