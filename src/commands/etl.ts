import { command } from './command.ts';
import { access, engine, face, plan, source } from './common.ts';
import { checkOptions, exportOptions, extractOptions, transformOptions } from './steps.ts';

export const etl = command('etl', {
  says: 'Bring new objects in, rebuild the star, check it and export it.',
  more: `Only objects that are new or have changed since the last run are read. A check that fails, or too many lines set
    aside, fails the run and leaves the last good star where it is.`,
  options: {
    ...source,
    ...access,
    ...engine,
    ...extractOptions,
    ...transformOptions,
    ...checkOptions,
    ...exportOptions,
    plan,
    ...face,
  },
  examples: [
    {
      line: 'sparkify etl --source s3://bucket/prefix --warehouse sparkify.duckdb --export parquet',
      says: 'From a bucket to a DuckDB file, and Parquet in the folder parquet.',
    },
    { line: 'sparkify etl', says: 'As sparkify.json says.' },
    { line: 'sparkify etl --plan', says: 'What it would do.' },
  ],
});
