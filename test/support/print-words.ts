import type { Command } from '../../src/commands/command.ts';
import { flagName } from '../../src/commands/command.ts';
import { isFlag, type Option } from '../../src/commands/option.ts';
import type { Given } from '../../src/commands/parse.ts';
import { quoted } from '../../src/commands/words.ts';

/** The words that say the same again: what parse reads out of them is what was given. */
export function printWords(command: Command, given: Given): string[] {
  const options = Object.entries(command.options).flatMap(([key, option]) =>
    key in given ? printOption(`--${flagName(key)}`, option, given[key]) : [],
  );
  const positionals = Object.entries(command.positionals).flatMap(([key, option]) =>
    key in given ? [option.kind.print(given[key])] : [],
  );
  return [command.name, ...options, ...(positionals.length > 0 ? ['--', ...positionals] : [])];
}

function printOption(flag: string, option: Option, value: unknown): string[] {
  if (value === undefined || value === false) return [`--no-${flag.slice(2)}`];
  if (isFlag(option)) return [flag];
  return (option.many ? (value as unknown[]) : [value]).map(each => `${flag}=${option.kind.print(each)}`);
}

/** The same as one line, to be read by a person, a shell or a notebook. */
export const printLine = (command: Command, given: Given): string =>
  ['sparkify', ...printWords(command, given).map(quoted)].join(' ');
