import type { Event } from './sessions.ts';

/** How a page is asked for: method and status. All others are GET and 200. */
const requests: Readonly<Record<string, readonly [method: string, status: number]>> = {
  NextSong: ['PUT', 200],
  Login: ['PUT', 307],
  Logout: ['PUT', 307],
  'Submit Upgrade': ['PUT', 307],
  'Submit Downgrade': ['PUT', 307],
  'Save Settings': ['PUT', 307],
  Error: ['GET', 404],
};

/** One line of a log, as the event's writers print it: slashes escaped, a registration with its `.0`. */
export function eventLine({ ts, sessionId, item, page, level, listener, play }: Event): string {
  const [method, status] = requests[page] ?? ['GET', 200];
  const who = listener && {
    firstName: JSON.stringify(listener.firstName),
    gender: `"${listener.gender}"`,
    lastName: JSON.stringify(listener.lastName),
    location: JSON.stringify(listener.location),
    registration: `${listener.registeredMs}.0`,
    userAgent: JSON.stringify(listener.userAgent).replaceAll('/', '\\/'),
  };
  return (
    `{"artist":${play?.artist ?? null},"auth":"Logged ${who ? 'In' : 'Out'}","firstName":${who?.firstName ?? null},` +
    `"gender":${who?.gender ?? null},"itemInSession":${item},"lastName":${who?.lastName ?? null},` +
    `"length":${play?.length ?? null},"level":"${level}","location":${who?.location ?? null},"method":"${method}",` +
    `"page":"${page}","registration":${who?.registration ?? null},"sessionId":${sessionId},` +
    `"song":${play?.song ?? null},"status":${status},"ts":${ts},"userAgent":${who?.userAgent ?? null},` +
    `"userId":"${listener?.id ?? ''}"}`
  );
}

/** What a writer left that went down in mid-line, changed its mind about a type, or was something else altogether. */
const spoilings: readonly ((line: string) => string)[] = [
  line => line.slice(0, line.length >> 1),
  line => line.replace(/"ts":(\d+)/, '"ts":"$1 or so"'),
  () => 'null',
  line => line.replace(/"sessionId":\d+,/, ''),
  line => line.replace(/"userId":"\d*"/, '"userId":"nobody"'),
  line => line.replace(/"itemInSession":\d+/, '"itemInSession":1.5'),
  line => line.replace(/"page":"/, `"page":"${notUtf8}`),
];

/** Stands for a byte that is not UTF-8 until the text has become bytes. */
const notUtf8 = '\uffff';
const notUtf8Bytes = Buffer.from(notUtf8);

export const spoiled = (line: string, way: number): string => spoilings[way % spoilings.length]!(line);

export function bytesOf(lines: readonly string[]): Buffer {
  const body = Buffer.from(lines.join('\n'));
  for (let at = body.indexOf(notUtf8Bytes); at >= 0; at = body.indexOf(notUtf8Bytes, at)) body[at] = 0xff;
  return body;
}
