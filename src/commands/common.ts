import {
  choice,
  credentialsSource,
  duration,
  flag,
  lakeUri,
  many,
  number,
  orElse,
  path,
  perUse,
  short,
  size,
  text,
  warehouseFile,
} from './option.ts';

/** What sparkify.json says for the project as a whole; commands take these as options of the same names. */
export const projectOptions = {
  source: lakeUri('Where song_data/ and log_data/ are.'),
  songs: lakeUri('Where the song objects are, when not in SOURCE/song_data/.'),
  events: lakeUri('Where the event objects are, when not in SOURCE/log_data/.'),
  warehouse: warehouseFile('The DuckDB file; else sparkify.duckdb beside sparkify.json, or here.'),
  export: many(lakeUri('Where Parquet goes; may be given more than once.')),
  region: text('The AWS region, when it cannot be asked of the bucket.', 'NAME'),
  endpoint: text('An S3-compatible store other than AWS.', 'URL'),
  profile: text('The AWS profile to use, and no other credentials.', 'NAME'),
  credentials: credentialsSource(
    'A dl.cfg, dwh.cfg or AWS credentials file to use, and no other; or anonymous; or environment, for its keys alone.',
  ),
  freshness: duration('Check that the newest play is at most this old.'),
};

export const source = {
  source: projectOptions.source,
  songs: projectOptions.songs,
  events: projectOptions.events,
};

export const access = {
  profile: projectOptions.profile,
  region: projectOptions.region,
  endpoint: projectOptions.endpoint,
  pathStyle: orElse(
    choice('Whether the bucket stands in the path or in the host; auto goes by the endpoint.', [
      'auto',
      'path',
      'virtual',
    ]),
    'auto',
  ),
  anonymous: flag('Ask without credentials, as public buckets allow.'),
  credentials: projectOptions.credentials,
};

export const engine = {
  warehouse: projectOptions.warehouse,
  memoryLimit: size('The most memory DuckDB takes; else 4 GB or half of what there is, whichever is less.'),
  tempFolder: path('Where DuckDB puts what does not fit into memory; else beside the warehouse.', 'DIR'),
  threads: number('How many threads DuckDB uses; else one a core.', 1, 1024),
};

export const face = {
  project: perUse(path('The project file to use, instead of the nearest sparkify.json upward from here.')),
  json: perUse(flag('Print exactly one JSON document, also when it fails.')),
  quiet: short('q', perUse(flag('No progress, only the outcome.'))),
};

export const plan = perUse(flag('Say what would be listed, read, built and written, and do nothing.'));
export const concurrency = number('The most requests under way at once; else it adapts, up to 256.', 1, 1024);
