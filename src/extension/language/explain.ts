import { type Command, flagName } from '../../commands/command.ts';
import { commandNamed } from '../../commands/index.ts';
import type { Option } from '../../commands/option.ts';
import { describe, type TableDescription } from '../../schema/describe.ts';
import { tables } from '../../schema/index.ts';
import { duckdbDialect } from '../../warehouse/dialect.ts';

/** What is known of the thing beneath the pointer, and where its word stands. */
export interface Explanation {
  /** Paragraphs of plain text. */
  readonly says: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** In a `sparkify` cell: a command, or an option of the command that its line begins with. */
export function explainCommand(text: string, offset: number): Explanation | undefined {
  const word = wordAt(text, offset, /-{0,2}[\w-]+/g);
  if (!word) return undefined;
  const line = text.slice(text.lastIndexOf('\n', word.from - 1) + 1);
  const command = commandNamed(line.trimStart().split(/\s/, 1)[0]!);
  if (!command) return undefined;
  if (word.text === command.name) return { ...word, says: [command.says, command.more].filter(Boolean) };
  const found = optionNamed(command, word.text);
  return found && { ...word, says: optionSays(...found) };
}

function optionNamed(command: Command, written: string): [string, Option] | undefined {
  return Object.entries(command.options).find(
    ([key, { short }]) => [`--${flagName(key)}`, `--no-${flagName(key)}`].includes(written) || `-${short}` === written,
  );
}

function optionSays(key: string, { says, kind, fallback, many }: Option): string[] {
  const isSaid = fallback !== undefined && !many;
  return [`--${flagName(key)} ${kind.placeholder}`.trim(), says, ...(isSaid ? [`Else ${kind.print(fallback)}.`] : [])];
}

/** In a `sql` cell: a table of the schema, or a column of one or of several. */
export function explainName(text: string, offset: number): Explanation | undefined {
  const word = wordAt(text, offset, /[A-Za-z_]\w*/g);
  if (!word) return undefined;
  const name = word.text.toLowerCase();
  const described = tables.map(table => describe(duckdbDialect, table));
  const table = described.find(each => each.table === name);
  const before = /([A-Za-z_]\w*)\s*\.\s*$/.exec(text.slice(0, word.from))?.[1]?.toLowerCase();
  const says = table && before === undefined ? tableSays(table) : columnsSay(described, name, before);
  return says.length > 0 ? { ...word, says } : undefined;
}

const tableSays = ({ table, is, says, columns }: TableDescription): string[] => [
  `${table}: ${is}. ${says}`,
  ...columns.map(({ column, type, key, says: meaning }) => [column, type, key, meaning].filter(Boolean).join('  ')),
];

/** An alias before the dot says nothing of the table; the name of one does. */
function columnsSay(described: readonly TableDescription[], name: string, before: string | undefined): string[] {
  const own = described.filter(({ table }) => table === before);
  return (own.length > 0 ? own : described).flatMap(({ table, columns }) =>
    columns
      .filter(({ column }) => column === name)
      .map(({ type, key, says }) => [`${table}.${name}`, type, key, says].filter(Boolean).join('  ')),
  );
}

function wordAt(text: string, offset: number, pattern: RegExp): { text: string; from: number; to: number } | undefined {
  for (const { 0: word, index } of text.matchAll(pattern)) {
    if (index <= offset && offset <= index + word.length) return { text: word, from: index, to: index + word.length };
  }
  return undefined;
}
