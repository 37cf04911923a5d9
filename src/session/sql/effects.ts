import { counted } from '../../base/quantity.ts';
import type { StatementKind } from '../../warehouse/statement-kind.ts';
import { tokensOf } from '../../warehouse/tokens.ts';

/** What DuckDB tells of a statement that gave no rows. */
export interface Done {
  readonly kind: StatementKind;
  readonly changed: number | undefined;
}

/** What a statement did, in a few words; never a value it holds, which may be a secret. */
export function effectOf(sql: string, { kind, changed }: Done): string {
  const words = firstWords(sql);
  const first = words[0]?.toUpperCase() ?? '';
  const rows = changed === undefined ? undefined : counted(changed, 'row');
  if (rows !== undefined && first === 'MERGE') return `${rows} changed`;
  if (rows !== undefined && kind in changes) return `${changes[kind as keyof typeof changes]} ${rows}`;
  const made = madeBy(first, words);
  if (made !== undefined) return rows === undefined ? made : `${made} with ${rows}`;
  const did = deeds[first];
  return typeof did === 'function' ? did(words) : (did ?? `did ${first}`);
}

const changes = { insert: 'inserted', update: 'updated', delete: 'deleted', copy: 'copied' } as const;

const deeds: Readonly<Record<string, string | ((words: readonly string[]) => string)>> = {
  BEGIN: 'began a transaction',
  START: 'began a transaction',
  COMMIT: 'committed',
  END: 'committed',
  ROLLBACK: 'rolled back',
  ABORT: 'rolled back',
  SET: words => `set ${nameAfter(words, ['SET', 'GLOBAL', 'SESSION', 'LOCAL', 'VARIABLE'])}`,
  RESET: words => `reset ${nameAfter(words, ['RESET', 'GLOBAL', 'SESSION', 'LOCAL', 'VARIABLE'])}`,
  USE: words => `now using ${nameAfter(words, ['USE'])}`,
  ATTACH: 'attached a database',
  DETACH: words => `detached ${nameAfter(words, ['DETACH', 'DATABASE', 'IF', 'EXISTS'])}`,
  INSTALL: words => `installed ${nameAfter(words, ['FORCE', 'INSTALL'])}`,
  LOAD: words => `loaded ${nameAfter(words, ['LOAD'])}`,
  CHECKPOINT: 'wrote a checkpoint',
  VACUUM: 'vacuumed',
  ANALYZE: 'analyzed',
  PREPARE: words => `prepared ${nameAfter(words, ['PREPARE'])}`,
  EXECUTE: words => `executed ${nameAfter(words, ['EXECUTE'])}`,
  DEALLOCATE: words => `forgot ${nameAfter(words, ['DEALLOCATE', 'PREPARE'])}`,
  EXPORT: 'exported the database',
  IMPORT: 'imported a database',
  COMMENT: 'commented',
  TRUNCATE: words => `emptied ${nameAfter(words, ['TRUNCATE', 'TABLE'])}`,
};

const things = ['TABLE', 'VIEW', 'SCHEMA', 'INDEX', 'SEQUENCE', 'MACRO', 'FUNCTION', 'TYPE', 'SECRET'];

/** "created table x": of IF [NOT] EXISTS only what is true either way. */
function madeBy(verb: string, words: readonly string[]): string | undefined {
  if (verb !== 'CREATE' && verb !== 'DROP' && verb !== 'ALTER') return undefined;
  const at = words.findIndex(word => things.includes(word.toUpperCase()));
  if (at < 0) return undefined;
  const thing = words[at]!.toLowerCase();
  const isConditional = words[at + 1]?.toUpperCase() === 'IF';
  const name = nameAfter(words.slice(at + 1), ['TABLE', 'IF', 'NOT', 'EXISTS']);
  const what = name === '' ? `a ${thing}` : `${thing} ${name}`;
  if (verb === 'ALTER') return `altered ${what}`;
  if (isConditional) return verb === 'CREATE' ? `${what} is there` : `${what} is gone`;
  return `${verb === 'CREATE' ? 'created' : 'dropped'} ${what}`;
}

/** The name that stands behind these words, as it is written: `books.runs`, `"my table"`. */
function nameAfter(words: readonly string[], skipped: readonly string[]): string {
  const start = words.findIndex(word => !skipped.includes(word.toUpperCase()));
  if (start < 0 || !isName(words[start]!)) return '';
  let end = start + 1;
  while (words[end] === '.' && words[end + 1] !== undefined) end += 2;
  return words.slice(start, end).join('');
}

const isName = (word: string): boolean => /^["\w\u0080-\uffff]/.test(word);

/** Enough to see what a statement is about. */
const enough = 16;

function firstWords(sql: string): string[] {
  const words: string[] = [];
  for (const { kind, text } of tokensOf(sql)) {
    if (kind !== 'comment') words.push(text);
    if (words.length === enough) break;
  }
  return words;
}

/** Whether a statement may be the first to put something into a warehouse that is not there yet. */
export function makesSomething(sql: string): boolean {
  const [first = '', ...rest] = firstWords(sql).map(word => word.toUpperCase());
  if (first === 'IMPORT') return true;
  const what = rest.slice(0, rest.findIndex(word => things.includes(word)) + 1);
  return first === 'CREATE' && !what.some(word => ['TEMP', 'TEMPORARY', 'SECRET'].includes(word));
}

/** Whether a statement decides where names are looked for. */
export function movesNames(sql: string): boolean {
  const [first = '', ...rest] = firstWords(sql).map(word => word.toUpperCase());
  if (first === 'USE') return true;
  return (first === 'SET' || first === 'RESET') && rest.slice(0, 2).some(word => /^(SEARCH_PATH|SCHEMA)$/.test(word));
}
