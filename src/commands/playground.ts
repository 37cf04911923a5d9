import { command } from './command.ts';
import { face } from './common.ts';
import { number, orElse, path, perUse } from './option.ts';

export const playground = command('playground', {
  says: 'Serve a sample lake as S3 on this machine, until Ctrl+C.',
  more: `Listeners, songs and artists are invented from the seed: the same numbers give the same lake. It prints what makes
    the other commands use it.`,
  standsAlone: true,
  options: {
    songs: orElse(number('How many songs, one object each.', 1), 2000),
    days: orElse(number('How many days of events, one object each.', 0), 30),
    users: orElse(number('How many listeners.', 1), 97),
    seed: orElse(number('What all chance follows from.', 0), 1),
    folder: perUse(path('Serve the objects of this folder instead; it is never written to.', 'DIR')),
    port: orElse(number('The port; 0 takes a free one.', 0, 65_535), 0),
    latency: orElse(number('Milliseconds that every answer waits, as a store far away would.', 0, 60_000), 0),
    json: face.json,
  },
  examples: [{ line: 'sparkify playground --songs 100000 --days 365', says: 'A larger one.' }],
});
