import { command } from './command.ts';
import { access, face, projectOptions, source } from './common.ts';
import { flag, perUse } from './option.ts';

/** A public bucket with the song and event objects many courses use. */
export const publicLake = 's3://techcatalyst-public';

export const init = command('init', {
  says: 'Write sparkify.json: where the lake, the warehouse and the exports are.',
  more: 'On a terminal it asks for what it is not told.',
  standsAlone: true,
  options: {
    ...source,
    public: perUse(flag(`Use the public lake ${publicLake}, without credentials.`)),
    playground: perUse(flag('Use the sample lake that sparkify playground --port 9000 serves.')),
    warehouse: projectOptions.warehouse,
    export: projectOptions.export,
    ...access,
    force: perUse(flag('Replace the sparkify.json that is here.')),
    json: face.json,
  },
  examples: [
    { line: 'sparkify init', says: 'Answer a few questions.' },
    { line: 'sparkify init --public --export parquet', says: 'The public lake, exported to the folder parquet.' },
  ],
});
