import { command } from './command.ts';
import { face } from './common.ts';
import { text } from './option.ts';

export const help = command('help', {
  says: 'Say what there is, or how one command is used.',
  standsAlone: true,
  positionals: { topic: text('The command to explain.', 'COMMAND') },
  options: { json: face.json },
  examples: [{ line: 'sparkify help etl', says: 'The same as sparkify etl --help.' }],
});
