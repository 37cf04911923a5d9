import { flagName } from '../../commands/command.ts';
import type { AnyCommand } from '../../commands/index.ts';
import { isFlag, type Option } from '../../commands/option.ts';
import { quoted } from '../../commands/words.ts';

/** Option -> the text of its value, or of its values. */
export type Answers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A command as a person would write it in a cell, and after `sparkify ` in a shell. */
export function lineOf(command: AnyCommand, answers: Answers): string {
  const options: Readonly<Record<string, Option>> = command.options;
  const words = Object.entries(answers).flatMap(([key, answer]) => {
    const flag = `--${flagName(key)}`;
    if (answer === undefined) return [];
    if (isFlag(options[key]!)) return answer === 'true' ? [flag] : [];
    return [answer].flat().flatMap(text => (text === '' ? [] : [flag, quoted(text)]));
  });
  return [command.name, ...words].join(' ');
}
