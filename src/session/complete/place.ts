import { splitStatements } from '../../warehouse/split.ts';
import { type Token, tokensOf } from '../../warehouse/tokens.ts';

/** Where in a statement somebody is writing. */
export interface SqlPlace {
  /** What of the word is there already, without its quote. */
  readonly typed: string;
  /** Where that word begins in the text. */
  readonly from: number;
  readonly isQuoted: boolean;
  readonly isParameter: boolean;
  /** What stands before the dot before the word: a table, an alias or a schema. */
  readonly qualifier: string | undefined;
  /** Whether a table is expected: behind FROM, JOIN and the like. */
  readonly wantsTable: boolean;
  /** All other tokens of the statement, in their order. */
  readonly others: readonly Token[];
}

/** Undefined where nothing is to be completed: in a text, a comment or a number. */
export function placeAt(sql: string, offset: number): SqlPlace | undefined {
  const { start, end } = statementAround(sql, offset);
  const tokens = [...tokensOf(sql.slice(start, end))].map(token => ({ ...token, offset: token.offset + start }));
  const current = tokens.find(token => token.offset < offset && offset <= endOf(token) && isWritten(token, offset));
  if (current && !completed.has(current.kind) && !isDollar(current)) return undefined;
  const others = tokens.filter(token => token !== current && token.kind !== 'comment');
  const before = others.filter(token => token.offset < (current?.offset ?? offset));
  const [last, beforeLast] = [before.at(-1), before.at(-2)];
  const isQuoted = current?.kind === 'quoted';
  return {
    typed: current ? sql.slice(current.offset + (isQuoted ? 1 : 0), offset) : '',
    from: current?.offset ?? offset,
    isQuoted,
    isParameter: current !== undefined && (current.kind === 'parameter' || isDollar(current)),
    qualifier: last?.text === '.' ? nameIn(beforeLast) : undefined,
    wantsTable: isTableExpected(last?.text === '.' ? before.slice(0, -2) : before),
    others,
  };
}

const completed: ReadonlySet<Token['kind']> = new Set(['word', 'quoted', 'parameter']);
const isDollar = ({ kind, text }: Token): boolean => kind === 'symbol' && text === '$';
const endOf = ({ offset, text }: Token): number => offset + text.length;

/** Behind its last letter one still writes a word; behind a text, a closed name or a symbol one begins anew. */
function isWritten(token: Token, offset: number): boolean {
  if (offset < endOf(token)) return true;
  if (token.kind === 'comment') return token.text.startsWith('--') || !token.text.endsWith('*/');
  if (token.kind === 'text') return !/'$|\$$/.test(token.text.slice(1));
  if (token.kind === 'quoted') return token.text.length === 1 || !token.text.endsWith('"');
  return token.kind !== 'symbol' || isDollar(token);
}

function statementAround(sql: string, offset: number): { start: number; end: number } {
  const statements = splitStatements(sql);
  const next = statements.findIndex(statement => statement.offset > offset);
  const at = next < 0 ? statements.length - 1 : next - 1;
  const found = statements[at];
  if (!found) return { start: 0, end: sql.length };
  const isBehind = sql.slice(found.offset + found.text.length, offset).includes(';');
  if (isBehind) return { start: offset, end: statements[at + 1]?.offset ?? sql.length };
  return { start: found.offset, end: Math.max(offset, found.offset + found.text.length) };
}

/** The name that a token is, without its quotes; undefined for what is no name. */
export function nameIn(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return token.text;
  return token?.kind === 'quoted' ? token.text.replace(/^"|"$/g, '').replaceAll('""', '"') : undefined;
}

const beforeTables = /^(FROM|JOIN|INTO|UPDATE|TABLE|DESCRIBE|SUMMARIZE)$/i;
/** What ends a list of tables. */
const clauses = /^(SELECT|WHERE|GROUP|ORDER|HAVING|LIMIT|ON|USING|SET|VALUES|UNION|WITH|QUALIFY|WINDOW)$/i;

function isTableExpected(before: readonly Token[]): boolean {
  const last = before.at(-1);
  if (!last) return false;
  if (beforeTables.test(last.text)) return true;
  if (last.text !== ',') return false;
  // In `FROM a, b` another table follows, in `SELECT a, b` another column.
  const decisive = before.findLast(({ text }) => /^FROM$/i.test(text) || clauses.test(text) || text === '(');
  return decisive !== undefined && /^FROM$/i.test(decisive.text);
}
