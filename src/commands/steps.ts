import { layouts } from '../pipeline/options.ts';
import { matchings } from '../schema/matching.ts';
import { concurrency, projectOptions } from './common.ts';
import { choice, flag, many, number, orElse, partition, perUse, rejectLimit, text } from './option.ts';

const maxRejects = orElse(rejectLimit('How many lines may be set aside, per staging table, before the run fails.'), {
  share: 0.01,
});

export const extractOptions = {
  maxRejects,
  prune: flag('Remove the rows of objects that have vanished from the lake.'),
  full: flag('Read and build everything again, whatever the books say.'),
  concurrency,
};

export const transformOptions = {
  match: orElse(choice('What a play and its song must have in common.', matchings), 'title+artist'),
  repairText: flag('Mend text whose UTF-8 was encoded twice (BjÃ¶rk).'),
  maxRejects,
};

export const checkOptions = {
  warn: many(text('Let this check warn instead of fail; may be given more than once.', 'CHECK')),
  freshness: projectOptions.freshness,
};

export const exportOptions = {
  export: projectOptions.export,
  partition: many(
    partition('Partition a table by these columns; nothing after = for none. May be given more than once.'),
  ),
  layout: orElse(choice('A folder a run with latest.json, or tables at stable paths.', layouts), 'runs'),
  keep: orElse(number('How many published runs stay.', 1), 2),
};

export const drop = perUse(flag('Empty the tables that are there; without it they stay as they are.'));
