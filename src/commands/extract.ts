import { command } from './command.ts';
import { access, engine, face, plan, source } from './common.ts';
import { extractOptions } from './steps.ts';

export const extract = command('extract', {
  says: 'Bring new and changed objects into the staging tables.',
  options: { ...source, ...access, ...engine, ...extractOptions, plan, ...face },
  examples: [
    { line: 'sparkify extract --source s3://bucket/prefix --prune', says: 'And drop the rows of vanished objects.' },
  ],
});
