import { type Command, flagName } from '../../commands/command.ts';
import { type AnyCommand, commandNamed, commands } from '../../commands/index.ts';
import { isFlag, type Option } from '../../commands/option.ts';
import { wordsOf } from '../../commands/words.ts';
import type { Completion } from '../asked.ts';
import { type CommandLine, commandLines } from '../sparkify/lines.ts';
import type { Parameter } from '../sparkify/parameters.ts';

type Known = readonly Pick<Parameter, 'name' | 'written'>[];

/** Refused in a cell, or without effect there. */
const notInCells: ReadonlySet<string> = new Set([
  'playground',
  'json',
  'quiet',
  'warehouse',
  'memoryLimit',
  'tempFolder',
  'threads',
]);

/** What may follow in a cell of commands. */
export function completeCommands(cell: string, offset: number, parameters: Known): Completion[] {
  const written = writtenAt(cell, offset);
  if (written === undefined) return [];
  const { before, typed, from } = written;
  const [first, ...rest] = before[0] === 'sparkify' ? before.slice(1) : before;
  const fits = ({ label }: Completion) => label.toLowerCase().startsWith(typed.toLowerCase());
  if (first === undefined) return [...commandsFrom(from), ...settings(from)].filter(fits);
  if (first === 'set' || first === 'unset') {
    return rest.length > 0 ? [] : parametersFrom(parameters, from, first === 'set' ? ' = ' : '').filter(fits);
  }
  if (first === 'help') return rest.length > 0 ? [] : [...commandsFrom(from), ...settings(from)].filter(fits);
  const command = commandNamed(first);
  return command ? optionsOf(command, rest, typed, from).filter(fits) : [];
}

interface Written {
  /** The words that are whole. */
  readonly before: readonly string[];
  /** The beginning of the word at the place, and where it stands. */
  readonly typed: string;
  readonly from: number;
}

/** Undefined in a comment, and where a quote is open. */
function writtenAt(cell: string, offset: number): Written | undefined {
  const upTo = cell.slice(0, offset);
  // What stands before on the same command, when it is cut off here.
  const line: CommandLine | undefined = commandLines(`${upTo}\u0000`).at(-1);
  if (!line?.text.endsWith('\u0000')) return undefined;
  try {
    const words = wordsOf(line.text).map(word => word.text);
    const typed = words.at(-1)!.slice(0, -1);
    return { before: words.slice(0, -1), typed, from: offset - typed.length };
  } catch {
    return undefined;
  }
}

const commandsFrom = (from: number): Completion[] =>
  commands
    .filter(({ name }: Command) => !notInCells.has(name))
    .map(({ name, says }) => ({ label: name, kind: 'command', says, insert: name, from }));

const settings = (from: number): Completion[] => [
  { label: 'set', kind: 'command', says: 'Give a $parameter of SQL a value: set NAME = value.', insert: 'set ', from },
  { label: 'unset', kind: 'command', says: 'Forget a $parameter.', insert: 'unset ', from },
];

const parametersFrom = (parameters: Known, from: number, after: string): Completion[] =>
  parameters.map(({ name, written }) => ({
    label: name,
    kind: 'parameter',
    detail: written,
    insert: `${name}${after}`,
    from,
  }));

function optionsOf(command: AnyCommand, before: readonly string[], typed: string, from: number): Completion[] {
  const options: [string, Option][] = Object.entries(command.options).filter(([key]) => !notInCells.has(key));
  const named = (word: string | undefined) => options.find(([key]) => word === `--${flagName(key)}`)?.[1];
  const attached = /^(--[^=]+)=(.*)$/s.exec(typed);
  if (attached) return valuesOf(named(attached[1]), from, `${attached[1]}=`);
  const wanting = named(before.at(-1));
  if (wanting && !isFlag(wanting)) return valuesOf(wanting, from, '');
  return options
    .filter(([key, option]) => option.many || !before.some(word => word.split('=')[0] === `--${flagName(key)}`))
    .map(([key, option]) => ({
      label: `--${flagName(key)}`,
      kind: 'option',
      detail: option.kind.placeholder,
      says: option.says,
      insert: `--${flagName(key)}${isFlag(option) ? '' : ' '}`,
      from,
    }));
}

const valuesOf = (option: Option | undefined, from: number, before: string): Completion[] =>
  (option?.kind.json.enum ?? []).map(value => ({
    label: `${before}${value}`,
    kind: 'value',
    insert: `${before}${value}`,
    from,
  }));
