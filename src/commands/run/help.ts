import { SparkifyError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { OptionsOf } from '../command.ts';
import type { help } from '../help.ts';
import { helpData, helpText } from '../help-text.ts';
import { commandNamed, commandNames } from '../index.ts';
import type { Outcome } from './context.ts';

export async function runHelp({ topic }: OptionsOf<typeof help>): Promise<Outcome> {
  const command = topic === undefined ? undefined : commandNamed(topic);
  if (topic !== undefined && !command) {
    throw new SparkifyError('usage.command', `There is no command ${topic}.${didYouMean(topic, commandNames)}`);
  }
  return { data: helpData(command), text: style => helpText(command, style) };
}
