import { quoteId } from '../../warehouse/dialect.ts';
import type { Completion } from '../asked.ts';
import type { Parameter } from '../sparkify/parameters.ts';
import { nameIn, placeAt, type SqlPlace } from './place.ts';
import type { Grammar, KnownColumn, KnownTable } from './vocabulary.ts';

/** What can be written in SQL here and now. */
export interface Writable {
  readonly tables: readonly KnownTable[];
  readonly grammar: Grammar;
  readonly parameters: readonly Pick<Parameter, 'name' | 'written'>[];
}

/** What may follow, the likeliest first. */
export function completeSql(sql: string, offset: number, writable: Writable): Completion[] {
  const place = placeAt(sql, offset);
  if (!place) return [];
  const typed = place.typed.toLowerCase();
  const fits = ({ label }: Completion) => label.toLowerCase().startsWith(typed);
  return unique(candidates(place, writable)).filter(fits);
}

function candidates(place: SqlPlace, { tables, grammar, parameters }: Writable): Completion[] {
  const { from, qualifier, wantsTable, isQuoted, isParameter } = place;
  const name = (written: string) => (isQuoted ? quoteId(written) : identifier(written, grammar));
  const column = ({ name: label, type, says }: KnownColumn): Completion => ({
    label,
    kind: 'column',
    detail: type,
    says,
    insert: name(label),
    from,
  });
  const tableIn = (table: KnownTable, isQualified: boolean): Completion => {
    const schema = table.schema === undefined || isQualified ? '' : `${identifier(table.schema, grammar)}.`;
    return {
      label: `${schema}${table.name}`,
      kind: table.kind,
      detail: table.columns.map(each => each.name).join(', '),
      says: table.says,
      insert: `${schema}${name(table.name)}`,
      from,
    };
  };
  const values = parameters.map(
    (parameter): Completion => ({
      label: `$${parameter.name}`,
      kind: 'parameter',
      detail: parameter.written,
      insert: `$${parameter.name}`,
      from,
    }),
  );
  if (isParameter) return values;
  const mentioned = mentionedIn(place, tables);
  if (qualifier !== undefined) {
    const inSchema = tables.filter(({ schema }) => isSame(schema ?? 'main', qualifier));
    const columns = mentioned.filter(({ alias }) => isSame(alias, qualifier)).flatMap(({ table }) => table.columns);
    return [...columns.map(column), ...inSchema.map(table => tableIn(table, true))];
  }
  const functions = grammar.functions.filter(each => each.isTable === wantsTable);
  const functionNames = functions.map(
    ({ name: label, signature, says }): Completion => ({
      label,
      kind: 'function',
      detail: signature,
      says,
      insert: label,
      from,
    }),
  );
  const isSmall = /[a-z]/.test(place.typed);
  const keywords = grammar.keywords.map((word): Completion => {
    const label = isSmall ? word.toLowerCase() : word;
    return { label, kind: 'keyword', insert: label, from };
  });
  const names = tables.map(table => tableIn(table, false));
  const rest = isQuoted ? [] : [...functionNames, ...keywords];
  if (wantsTable) return [...names, ...rest];
  const columns = mentioned.flatMap(({ table }) => table.columns).map(column);
  const aliases = mentioned.flatMap(({ alias, table }): Completion[] =>
    alias === table.name ? [] : [{ label: alias, kind: 'table', detail: table.name, insert: name(alias), from }],
  );
  return [...columns, ...aliases, ...(isQuoted ? [] : values), ...names, ...rest];
}

interface Mentioned {
  readonly table: KnownTable;
  readonly alias: string;
}

const noAlias =
  /^(ON|USING|WHERE|GROUP|ORDER|HAVING|LIMIT|JOIN|LEFT|RIGHT|FULL|INNER|CROSS|NATURAL|ASOF|SEMI|ANTI|POSITIONAL|UNION|EXCEPT|INTERSECT|SET|VALUES|SELECT|WINDOW|QUALIFY|TABLESAMPLE|AS)$/i;

/** The tables that a statement names, wherever it does, with what it calls them. */
function mentionedIn({ others }: SqlPlace, tables: readonly KnownTable[]): Mentioned[] {
  return others.flatMap((token, i): Mentioned[] => {
    const name = nameIn(token);
    if (name === undefined) return [];
    const before = others[i - 1]?.text === '.' ? nameIn(others[i - 2]) : undefined;
    const table = tables.find(
      each => isSame(each.name, name) && (before === undefined || isSame(each.schema ?? 'main', before)),
    );
    if (!table || others[i + 1]?.text === '.') return [];
    const [next, afterNext] = [others[i + 1], others[i + 2]];
    const alias = next && /^AS$/i.test(next.text) ? afterNext : next;
    const isAlias = alias !== undefined && nameIn(alias) !== undefined && !noAlias.test(alias.text);
    return [{ table, alias: isAlias ? nameIn(alias)! : table.name }];
  });
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const identifier = (name: string, { reserved }: Grammar): string =>
  /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name.toLowerCase()) ? name : quoteId(name);

function unique(completions: readonly Completion[]): Completion[] {
  const seen = new Set<string>();
  return completions.filter(({ label, kind }) => {
    const key = `${kind} ${label}`;
    return !seen.has(key) && seen.add(key);
  });
}
