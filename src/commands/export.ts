import { command } from './command.ts';
import { access, engine, face, plan } from './common.ts';
import { exportOptions } from './steps.ts';

export const exportTables = command('export', {
  says: 'Write every table as Parquet, to folders or to S3; a reader never sees half.',
  options: { ...exportOptions, ...access, ...engine, plan, ...face },
  examples: [
    { line: 'sparkify export --export s3://bucket/star', says: 'To S3.' },
    {
      line: 'sparkify export --export star --layout plain --partition songs=year,artist_id',
      says: 'At stable paths, songs by year and artist.',
    },
  ],
});
