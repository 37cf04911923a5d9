import { command } from './command.ts';
import { access, engine, face } from './common.ts';
import { lakeUri, perUse } from './option.ts';

export const tables = command('tables', {
  says: 'List the tables: what each is, its rows and its columns.',
  options: {
    export: perUse(lakeUri('List the tables of this export instead, with the read_parquet call for each.')),
    ...access,
    ...engine,
    ...face,
  },
  examples: [{ line: 'sparkify tables --export s3://bucket/star', says: 'How to read what was exported.' }],
});
