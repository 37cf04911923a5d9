import { command } from './command.ts';
import { face } from './common.ts';
import { number, orElse, path, perUse } from './option.ts';

export const playground = command('playground', {
  says: 'Serve a sample lake as S3 on this machine, until Ctrl+C.',
  more: `Listeners, songs and artists are invented from the seed: the same numbers give the same lake. It prints the options
    that make the other commands use it.`,
  standsAlone: true,
  options: {
    songs: orElse(number('How many songs.', 0), 1000),
    days: orElse(number('How many days of events.', 0), 30),
    users: orElse(number('How many listeners.', 1), 100),
    seed: orElse(number('What all chance follows from.', 0), 1),
    port: orElse(number('The port; 0 takes a free one.', 0, 65_535), 0),
    folder: perUse(path('Keep what is written to the lake in this folder, instead of in memory.', 'DIR')),
    json: face.json,
    quiet: face.quiet,
  },
  examples: [{ line: 'sparkify playground --songs 100000 --days 365', says: 'A larger one.' }],
});
