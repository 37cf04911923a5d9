import { bigint, double, integer, table, text } from './table.ts';

/** The years 1 to 9999, which every engine's timestamps can hold. */
const epochMillis = [-62_135_596_800_000, 253_402_300_799_999] as const;

export const stagingEvents = table('staging_events', {
  is: 'staging',
  says: 'One row for each line of the event logs: what a listener did in the app.',
  columns: {
    artist: text('Artist of the song played.').from('artist'),
    auth: text('Logged In, Logged Out, and the like.').from('auth'),
    first_name: text("The listener's first name.").from('firstName'),
    gender: text("The listener's gender, F or M.").from('gender'),
    item_in_session: bigint("The event's place in its session, from 0.").fromRequired('itemInSession', [0, 999_999]),
    last_name: text("The listener's last name.").from('lastName'),
    length: double('Length of the song played, in seconds.').from('length'),
    level: text("The listener's subscription at that moment: free or paid.").from('level'),
    location: text('Where the listener was.').from('location'),
    method: text('HTTP method of the request.').from('method'),
    page: text('The page of the app; NextSong is a play.').fromRequired('page'),
    registration: double('When the listener signed up, in epoch milliseconds.').from('registration'),
    session_id: bigint('The visit this event belongs to.').fromRequired('sessionId', [0, 9_000_000_000_000]),
    song: text('Title of the song played.').from('song'),
    status: integer('HTTP status of the answer.').from('status'),
    ts: bigint('When it happened, in epoch milliseconds.').fromRequired('ts', epochMillis),
    user_agent: text("The listener's browser, as it names itself.").from('userAgent'),
    user_id: bigint('Who it was; empty while logged out.').fromIntegerInText('userId'),
    object: text('The object this line was read from.').notNull(),
    line: bigint('Its line there, from 1.').notNull(),
  },
});
