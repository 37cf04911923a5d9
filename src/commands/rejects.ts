import { command } from './command.ts';
import { engine, face } from './common.ts';
import { number, orElse, perUse } from './option.ts';

export const rejects = command('rejects', {
  says: 'List the lines that were set aside, each with its object and the reason.',
  options: {
    run: perUse(number('Only those of this run.', 1)),
    limit: orElse(number('How many.', 1), 50),
    ...engine,
    ...face,
  },
  examples: [{ line: 'sparkify rejects --run 3', says: 'What run 3 set aside.' }],
});
