import assert from 'node:assert/strict';
import { day, event, type Fields, lake, lines, play, song } from '../../support/lake-builder.ts';
import { type Account, atWork } from '../../support/pipeline.ts';

/** What became of a hostile object: the rows it gave, or the reasons for which its lines were set aside. */
interface Hostile {
  readonly body: string | Buffer;
  readonly unreadable?: string;
  readonly rows?: readonly Fields[];
  readonly reasons?: readonly (string | RegExp)[];
}

const songWith = (field: string) => `{"song_id": "SO1", "artist_id": "AR1", ${field}}`;
const oneSong: Fields = { song_id: 'SO1', artist_id: 'AR1' };
const broken = 'The line is not valid JSON.';
const megabytes = (count: number) => 'x'.repeat(count * 1024 * 1024);

const songObjects: Record<string, Hostile> = {
  'a byte order mark': { body: `\ufeff${songWith('"title": "T"')}`, rows: [{ ...oneSong, title: 'T' }] },
  'an object printed over many lines': {
    body: `\n\n${JSON.stringify({ ...oneSong, title: 'T' }, null, 2)}\n`,
    rows: [{ ...oneSong, title: 'T', line: 3 }],
  },
  'two songs in one object': {
    body: `${songWith('"title": "T"')}\n\n${songWith('"title": "U"')}`,
    rows: [
      { title: 'T', line: 1 },
      { title: 'U', line: 3 },
    ],
  },
  'bad UTF-8': {
    body: Buffer.concat([Buffer.from(`{"song_id": "`), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from('"}')]),
    reasons: ['The line is not valid UTF-8.'],
  },
  'UTF-16': { body: Buffer.from(`\ufeff${songWith('"title": "T"')}`, 'utf16le'), reasons: [/not valid UTF-8/] },
  'a NUL byte': {
    body: songWith('"title": "a\0b"'),
    reasons: ['The line is not valid JSON: it holds a NUL byte.'],
  },
  'an escaped NUL': { body: songWith('"title": "a\\u0000b"'), rows: [{ ...oneSong, title: 'a\0b' }] },
  'half of a surrogate pair': { body: songWith('"title": "\\ud83d"'), reasons: [broken] },
  'a line of 20 MB': { body: songWith(`"title": "${megabytes(20)}"`), rows: [{ ...oneSong, title: megabytes(20) }] },
  'nesting 50,000 deep': {
    body: songWith(`"extra": ${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    rows: [oneSong],
  },
  'an empty object': { body: '', reasons: ['The object is empty.'] },
  'only white space': { body: ' \r\n\t\n', reasons: ['The object is empty.'] },
  'an empty array': { body: '[]', reasons: ['The line is not a JSON object.'] },
  'a bare null': { body: 'null', reasons: ['The line is not a JSON object.'] },
  'a page of HTML': {
    body: '<html>\n<h1>503</h1>\n</html>',
    reasons: Array(3).fill('The line is not valid JSON: it looks like HTML or XML.'),
  },
  'an object cut off': {
    body: '{"song_id": "SO1", "arti',
    reasons: ['The line is not valid JSON: it ends within the object.'],
  },
  'gzip cut off': {
    body: '',
    unreadable: 'it is gzip that ends too early',
    reasons: ['The object cannot be read: it is gzip that ends too early.'],
  },
  'Windows line ends': { body: `${songWith('"title": "T"')}\r\n`, rows: [{ ...oneSong, title: 'T' }] },
  'keys of another case': { body: '{"Song_ID": "SO1", "ARTIST_ID": "AR1"}', reasons: ['artist_id is missing.'] },
  'missing keys': { body: '{"song_id": "SO1"}', reasons: ['artist_id is missing.'] },
  'an empty identifier': { body: '{"song_id": "", "artist_id": "AR1"}', reasons: ['song_id is empty.'] },
  'keys nobody knows': { body: songWith('"mood": {"sad": true}'), rows: [oneSong] },
  'a key twice': { body: songWith('"title": "T", "title": 5'), rows: [{ ...oneSong, title: 'T' }] },
  'a key twice, first as a number': { body: songWith('"title": 4.60, "title": 5.70'), rows: [{ title: '4.60' }] },
  'a key twice, first as nothing': { body: songWith('"title": null, "title": "T"'), rows: [{ title: null }] },
  'a key twice, first as something wrong': {
    body: songWith('"year": "soon", "year": 1999'),
    reasons: ['year is not an integer: soon'],
  },
  'a comma too many': { body: songWith('"title": "T",'), rows: [{ ...oneSong, title: 'T' }] },
  'single quotes': { body: `{'song_id': 'SO1', 'artist_id': 'AR1'}`, reasons: [broken] },
  comments: { body: `/* a song */ ${songWith('"title": "T"')}`, reasons: [broken] },
  'two objects on a line': {
    body: `${songWith('"title": "T"')}${songWith('"title": "U"')}`,
    reasons: [broken],
  },
  'a title that is a number': { body: songWith('"title": 4.60'), rows: [{ title: '4.60' }] },
  'a title that is a number, and a number of its name within': {
    body: `{"extra": {"title": 1.5}, "song_id": "SO1", "artist_id": "AR1", "title": 4.60}`,
    rows: [{ title: '4.60' }],
  },
  'an artist that is a number': { body: songWith('"artist_name": 311'), rows: [{ artist_name: '311' }] },
  'a title of 30 digits': {
    body: songWith(`"title": ${'1234567890'.repeat(3)}`),
    rows: [{ title: '1234567890'.repeat(3) }],
  },
  'a title beyond all doubles': { body: songWith('"title": 1e400'), rows: [{ title: '1e400' }] },
  'a title that is NaN': { body: songWith('"title": NaN'), reasons: ['title is not text: NaN'] },
  'a title that is true': { body: songWith('"title": true'), reasons: ['title is not text: true'] },
  'an object where text belongs': {
    body: songWith('"title": {"en": "T"}'),
    reasons: ['title is not text: {"en":"T"}'],
  },
  'a list where text belongs': { body: songWith('"title": ["T"]'), reasons: ['title is not text: ["T"]'] },
  'a year of 12.7': { body: songWith('"year": 12.7'), reasons: ['year is not an integer: 12.7'] },
  'a year of 12.0': { body: songWith('"year": 12.0'), rows: [{ year: 12 }] },
  'a year in quotes': { body: songWith('"year": "1999"'), rows: [{ year: 1999 }] },
  'a year in words': { body: songWith('"year": "soon"'), reasons: ['year is not an integer: soon'] },
  'a year beyond all integers': {
    body: songWith('"year": 99999999999'),
    reasons: ['year is not an integer: 99999999999'],
  },
  'a year that is true': { body: songWith('"year": true'), reasons: ['year is not an integer: true'] },
  'a duration of NaN': { body: songWith('"duration": NaN'), reasons: ['duration is not a number: NaN'] },
  'an endless duration': { body: songWith('"duration": -Infinity'), reasons: ['duration is not a number: -Infinity'] },
  'a duration beyond all doubles': {
    body: songWith('"duration": 1e400'),
    reasons: ['duration is not a number: 1e400'],
  },
  'a duration of 30 digits': { body: songWith(`"duration": 1${'0'.repeat(29)}`), rows: [{ duration: 1e29 }] },
  'an empty duration': { body: songWith('"duration": ""'), reasons: [`duration is not a number: ''`] },
  'quotes that would end a statement': {
    body: songWith(`"title": "'; DROP TABLE staging_songs; --"`),
    rows: [{ title: `'; DROP TABLE staging_songs; --` }],
  },
};

const eventWith = (fields: Fields) =>
  JSON.stringify(event({ sessionId: 9, itemInSession: 0, ts: 1_541_980_800_000, ...fields }));

const eventObjects: Record<string, Hostile> = {
  'an event printed over many lines': {
    body: JSON.stringify(JSON.parse(eventWith({})), null, 2),
    rows: [{ session_id: 9 }],
  },
  'a bad line between good ones': {
    body: `${eventWith({ itemInSession: 1 })}\n{"page": \n\n${eventWith({ itemInSession: 2 })}`,
    rows: [
      { item_in_session: 1, line: 1 },
      { item_in_session: 2, line: 4 },
    ],
    reasons: ['The line is not valid JSON: it ends within the object.'],
  },
  'bad UTF-8 between good lines': {
    body: Buffer.concat([Buffer.from(`${eventWith({})}\n`), Buffer.from([0xc3, 0x0a]), Buffer.from(eventWith({}))]),
    rows: [{ line: 1 }, { line: 3 }],
    reasons: ['The line is not valid UTF-8.'],
  },
  'a ts that is no time': { body: eventWith({ ts: 'yesterday' }), reasons: ['ts is not an integer: yesterday'] },
  'no ts': { body: eventWith({ ts: undefined }), reasons: ['ts is missing.'] },
  'a ts of null': { body: eventWith({ ts: null }), reasons: ['ts is missing.'] },
  'a ts beyond the year 9999': {
    body: eventWith({ ts: 253_402_300_800_000 }),
    reasons: [/^ts is not between .*: 2534023008/],
  },
  'a ts in 30 digits': {
    body: eventWith({}).replace('1541980800000', '1'.repeat(30)),
    reasons: [`ts is not an integer: ${'1'.repeat(30)}`],
  },
  'an itemInSession of 1,000,000': {
    body: eventWith({ itemInSession: 1_000_000 }),
    reasons: ['itemInSession is not between 0 and 999999: 1000000'],
  },
  'a negative sessionId': { body: eventWith({ sessionId: -1 }), reasons: [/^sessionId is not between 0 .*: -1$/] },
  'a userId in words': { body: eventWith({ userId: 'abc' }), reasons: [`userId is neither '' nor an integer: abc`] },
  'a userId that is a number': { body: eventWith({ userId: 15 }), rows: [{ user_id: 15 }] },
  'a userId of 30 digits': { body: eventWith({ userId: '1'.repeat(30) }), reasons: [/^userId is neither/] },
  'no userId': { body: eventWith({ userId: undefined }), reasons: ['userId is missing.'] },
  'an empty userId': { body: eventWith({ userId: '' }), rows: [{ user_id: null }] },
  'a page of null': { body: eventWith({ page: null }), reasons: ['page is missing.'] },
  'a page that is an object': { body: eventWith({ page: {} }), reasons: ['page is not text: {}'] },
  'a length in words': { body: eventWith({ length: 'long' }), reasons: ['length is not a number: long'] },
};

describe('a hostile object', function () {
  this.timeout(60_000);
  let account: Account;
  const staged = new Map<string, Fields[]>();
  const setAside = new Map<string, { reason: string; text: string }[]>();
  const inBooks = new Map<string, { lines: number; rows: number; rejects: number }>();

  before(() => {
    const lakes = lake({ songs: [song()], events: day('2018-11-12', [play()]) });
    const put = (kind: 'songs' | 'events', objects: Record<string, Hostile>) => {
      for (const [name, { body, unreadable }] of Object.entries(objects)) {
        lakes[kind].set(`hostile/${name}.json`, body, unreadable === undefined ? {} : { unreadable });
      }
    };
    put('songs', songObjects);
    put('events', eventObjects);
    const nameOf = (uri: string) => uri.replace(/.*\/(.*)\.json$/, '$1');
    const gather = <T>(map: Map<string, T[]>, uri: string, one: T) =>
      map.set(nameOf(uri), [...(map.get(nameOf(uri)) ?? []), one]);
    return atWork(lakes, async ({ run, connection }) => {
      account = await run({ maxRejects: { share: 1 } });
      for (const table of ['staging_songs', 'staging_events']) {
        const rows = await connection.rows<{ object: string }>(`FROM ${table} ORDER BY object, line`);
        for (const row of rows) gather(staged, row.object, row);
      }
      const rejects = await connection.rows<{ object: string; reason: string; text: string }>(
        'SELECT object, reason, text FROM books.rejects ORDER BY object, line',
      );
      for (const { object, ...reject } of rejects) gather(setAside, object, reject);
      const objects = await connection.rows<{ uri: string; lines: number; rows: number; rejects: number }>(
        'SELECT uri, lines, rows, rejects FROM books.objects',
      );
      for (const { uri, ...counts } of objects) inBooks.set(nameOf(uri), counts);
    });
  });

  for (const [name, { rows = [], reasons = [] }] of Object.entries({ ...songObjects, ...eventObjects })) {
    const end =
      rows.length > 0 && reasons.length > 0 ? 'is loaded in part' : rows.length > 0 ? 'is loaded' : 'is set aside';
    it(`with ${name} ${end}`, () => {
      const found = staged.get(name) ?? [];
      const told = (setAside.get(name) ?? []).map(({ reason }) => reason);
      assert.deepEqual(
        found.map((row, i) => Object.fromEntries(Object.keys(rows[i] ?? {}).map(key => [key, row[key]]))),
        rows,
      );
      assert.equal(told.length, reasons.length, told.join('\n'));
      for (const [i, reason] of reasons.entries()) {
        if (reason instanceof RegExp) assert.match(told[i]!, reason);
        else assert.equal(told[i], reason);
      }
      assert.deepEqual(inBooks.get(name), {
        lines: rows.length + reasons.length,
        rows: rows.length,
        rejects: reasons.length,
      });
    });
  }

  it('is counted in the summary, and does not stop the others', () => {
    const total = [...Object.values(songObjects), ...Object.values(eventObjects)].reduce(
      (sum, { reasons = [] }) => sum + reasons.length,
      0,
    );
    assert.equal(account.status, 'succeeded');
    assert.equal(account.rejects, total);
    assert.equal(account.tables.songplays?.rows, 1);
    const told = account.events.filter(event => event.type === 'reject');
    assert.equal(told.length, 20, 'a person sees the first, the books hold all');
  });

  it('leaves its text in the books, cut to a length that can be looked at', () => {
    const texts = [...setAside.values()].flat().map(({ text }) => text.length);
    assert.ok(Math.max(...texts) <= 2000);
    assert.equal(setAside.get('comments')?.[0]?.text, songObjects.comments?.body);
  });

  it('is loaded again once it is mended, and its rejects go', () =>
    atWork(lake({ songs: [song()], events: day('2018-11-12', [play()]) }), async ({ run, connection }) => {
      const lakes = lake({ songs: [song()], events: day('2018-11-12', [play()]) });
      const all = { maxRejects: { share: 1 }, ...lakes };
      lakes.events.set('late.json', lines([{ page: 'Home' }]));
      assert.equal((await run(all)).rejects, 1);
      lakes.events.set('late.json', eventWith({}));
      assert.equal((await run(all)).rejects, 0);
      assert.deepEqual(await connection.rows('FROM books.rejects'), []);
      assert.equal((await connection.rows('FROM staging_events')).length, 2);
    }));
});
