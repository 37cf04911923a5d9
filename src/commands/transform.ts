import { command } from './command.ts';
import { engine, face, plan } from './common.ts';
import { flag } from './option.ts';
import { checkOptions, transformOptions } from './steps.ts';

export const transform = command('transform', {
  says: 'Build the star from the staging tables and check it; it appears whole, or not at all.',
  options: {
    ...engine,
    ...transformOptions,
    full: flag('Build every table anew, also where nothing has changed.'),
    ...checkOptions,
    plan,
    ...face,
  },
  examples: [
    { line: 'sparkify transform --match title+artist+duration', says: 'A play and its song must be equally long.' },
  ],
});
