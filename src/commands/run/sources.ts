import { SparkifyError } from '../../base/errors.ts';
import { credentialsWords } from '../kinds.ts';
import type { Context } from './context.ts';

/** Where songs and events are: as the settings say, or else as the project's dl.cfg or dwh.cfg has it. */
export async function sourcesOf(
  { songs, events, credentials }: Readonly<Record<'songs' | 'events' | 'credentials', string | undefined>>,
  { folder }: Pick<Context, 'folder'>,
): Promise<{ songs: string; events: string }> {
  if (songs !== undefined && events !== undefined) return { songs, events };
  const { configNames, readConfig } = await import('../../lake/config.ts');
  const named = credentials === undefined || credentialsWords.includes(credentials) ? [] : [credentials];
  const found = { songs, events };
  for (const name of [...named, ...configNames]) {
    const config = await readConfig(name, folder);
    found.songs ??= config?.songs;
    found.events ??= config?.events;
  }
  const { songs: songUri, events: eventUri } = found;
  if (songUri !== undefined && eventUri !== undefined) return { songs: songUri, events: eventUri };
  const known =
    songUri === undefined
      ? eventUri === undefined
        ? ''
        : 'Events are named, songs are not. '
      : 'Songs are named, events are not. ';
  throw new SparkifyError(
    'usage.source',
    `${known}Where are the objects? Give --source (song_data/ and log_data/ are beneath it), or --songs and --events; or let sparkify init write it down.`,
  );
}
