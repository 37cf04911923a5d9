import { command } from './command.ts';
import { engine, face } from './common.ts';
import { number, orElse } from './option.ts';

export const runs = command('runs', {
  says: 'List the runs in the books, the newest first.',
  options: { limit: orElse(number('How many.', 1), 20), ...engine, ...face },
  examples: [{ line: 'sparkify runs --limit 5', says: 'The last five.' }],
});
