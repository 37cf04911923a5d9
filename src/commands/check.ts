import { command } from './command.ts';
import { engine, face, plan } from './common.ts';
import { checkOptions } from './steps.ts';

export const check = command('check', {
  says: 'Check the published star: keys, references, accepted values, counts, and the checks of your own.',
  more: `Every checks/*.sql beside sparkify.json (or in the working folder) is a check too: the rows it returns are its
    failures.`,
  options: { ...engine, ...checkOptions, plan, ...face },
  examples: [
    { line: 'sparkify check --freshness 36h', says: 'The newest play is at most a day and a half old.' },
    { line: 'sparkify check --warn songplays.user_id.references-users', says: 'This one only warns.' },
  ],
});
