import { command } from './command.ts';
import { engine, face, plan } from './common.ts';
import { drop } from './steps.ts';

export const create = command('create', {
  says: 'Make the warehouse, with empty staging and star tables.',
  options: { drop, ...engine, plan, ...face },
  examples: [{ line: 'sparkify create --drop', says: 'Start anew: what was loaded is forgotten.' }],
});
