import assert from 'node:assert/strict';
import fc from 'fast-check';
import { matchings } from '../../../src/schema/matching.ts';
import { type Fields, type Lakes, lines } from '../../support/lake-builder.ts';
import { MemoryLake, type MemoryLakeOptions } from '../../support/memory-lake.ts';
import { type Account, atWork, starOf, type Workplace } from '../../support/pipeline.ts';
import { referenceStar } from '../../support/reference-star.ts';

// Few values of each kind, so that keys, names and moments meet again and again.
const one = (...values: unknown[]) => fc.constantFrom(...values);
const titles = ['Z', 'a', 'é', '😀', '￮', 4.5, '', null];
const names = ['Björk', 'bjork', 311, '', null];
const seconds = [0, 100, 100.25, 100.5, 200, null];

const songLine = fc.record({
  num_songs: one(1),
  song_id: one('S1', 'S2', 'S3', 'S4', 'S5', 's5', 77),
  artist_id: one('A1', 'A2', 'A3'),
  title: one(...titles),
  artist_name: one(...names),
  artist_location: one('', null, 'Reykjavík', 'Oslo'),
  artist_latitude: one(null, 64.1, -1.5, 0),
  artist_longitude: one(null, -21.9),
  duration: one(...seconds),
  year: one(0, 1993, null, undefined),
});

const eventLine = fc.record({
  page: fc.oneof({ weight: 4, arbitrary: fc.constant('NextSong') }, { weight: 1, arbitrary: one('Home', 'Logout') }),
  sessionId: one(0, 1, 2, 3, 9_000_000_000_000),
  itemInSession: fc.nat(12),
  ts: fc.oneof(
    one(0, 1, 86_400_000, 1_541_980_800_000, 1_546_214_400_001, -62_000_000_000_000),
    fc.integer({ min: 1_541_980_800_000, max: 1_546_214_400_000 }),
  ),
  userId: one('', '1', '2', 3, '-4'),
  firstName: one('Ada', 'ada', null),
  lastName: one('Byron', null),
  gender: one('F', 'M', null),
  level: one('free', 'paid', null),
  location: one('London', null),
  userAgent: one('"Mozilla', null),
  auth: one('Logged In', null),
  method: one('PUT'),
  registration: one(1.5, null),
  status: one(200, null),
  song: one(...titles),
  artist: one(...names),
  length: one(...seconds, -1),
});

type Objects = Record<string, readonly Fields[]>;
const objectsOf = (line: fc.Arbitrary<Fields>, most: number, keys: number) =>
  fc.array(fc.array(line, { minLength: 1, maxLength: most }), { minLength: keys, maxLength: keys });

/** What changes in the lake before a run, and how that run goes about it. */
const change = fc.record({
  put: fc.array(fc.tuple(fc.nat(15), fc.array(eventLine, { minLength: 1, maxLength: 2 })), { maxLength: 2 }),
  putSong: fc.option(fc.tuple(fc.nat(15), songLine)),
  remove: fc.option(fc.nat(15)),
  batchObjects: fc.integer({ min: 1, max: 5 }),
  match: fc.oneof(
    { weight: 4, arbitrary: fc.constant(matchings[0]) },
    { weight: 1, arbitrary: fc.constant(matchings[1]) },
  ),
  seed: fc.nat(),
});

const story = fc.record({
  songs: objectsOf(songLine, 2, 10),
  events: objectsOf(eventLine, 14, 10),
  changes: fc.array(change, { minLength: 2, maxLength: 3 }),
});

const junk = '{"page": "NextSong", "ts": "never"}';

describe('the star', function () {
  this.timeout(60_000);

  it('is the same whatever the order of objects, the size of batches, and the runs they come in', async () => {
    const ways = new Set<string>();
    await fc.assert(
      fc.asyncProperty(story, async ({ songs, events, changes }) => {
        const held = { songs: keyed(songs), events: keyed(events) };
        let turn = 0;
        const lakes = lakesOf(held, objects => shuffled(objects, turn));
        await atWork(lakes, async ({ run, connection }) => {
          const settings = { prune: true, maxRejects: { share: 1 }, match: matchings[0] };
          assertSucceeded(await run(settings));
          for (const { put, putSong, remove, seed, ...more } of changes) {
            turn = seed;
            const touched = [
              ...put.map(([n, rows]) => ['events', n, rows] as const),
              ...(putSong ? [['songs', putSong[0], [putSong[1]]] as const] : []),
            ];
            for (const [kind, n, rows] of touched) {
              held[kind][`${n}.json`] = rows;
              lakes[kind].set(`${n}.json`, bodyOf(rows));
            }
            if (remove !== null && remove > 0) {
              delete held.events[`${remove}.json`];
              lakes.events.remove(`${remove}.json`);
            }
            const account = await run({ ...settings, ...more });
            assertSucceeded(account);
            ways.add(wayOf(account));
            const expected = referenceStar(linesIn(held.songs), linesIn(held.events), more.match);
            assert.deepEqual(await starOf(connection), expected);
          }
          const incremental = await starOf(connection);
          const { match } = changes.at(-1)!;
          const fromScratch = async (fresh: Workplace) => {
            assertSucceeded(await fresh.run({ ...settings, match }));
            return starOf(fresh.connection);
          };
          assert.deepEqual(incremental, await atWork(lakesOf(held), fromScratch, { threads: 2 }));
        });
      }),
      // The second bounds the search for a small counterexample: each attempt is several runs.
      { numRuns: 5, interruptAfterTimeLimit: 40_000 },
    );
    for (const way of ['5 tables', '5 tables, only what changed']) assert.ok(ways.has(way), `no run built ${way}`);
  });
});

const keyed = (objects: readonly (readonly Fields[])[]): Objects =>
  Object.fromEntries(objects.map((rows, i) => [`${i}.json`, rows]));

const linesIn = (objects: Objects): Fields[] => Object.values(objects).flat();

// Every object has a line that is set aside, too.
const bodyOf = (rows: readonly Fields[]) => `${junk}\n${lines(rows)}\n`;

function lakesOf(held: Record<'songs' | 'events', Objects>, order?: NonNullable<MemoryLakeOptions['order']>): Lakes {
  const lakes = {
    songs: new MemoryLake('memory://lake/song_data/', { pageSize: 3, ...(order && { order }) }),
    events: new MemoryLake('memory://lake/log_data/', { pageSize: 3, ...(order && { order }) }),
  };
  for (const kind of ['songs', 'events'] as const) {
    for (const [key, rows] of Object.entries(held[kind])) lakes[kind].set(key, bodyOf(rows));
  }
  return lakes;
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const place = (i: number) => ((i + 1) * 2_654_435_761 + seed * 40_503) % 4_294_967_291;
  return items
    .map((item, i) => ({ item, at: place(i) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function wayOf({ events }: Account): string {
  const built = events.find(event => event.type === 'step' && event.step === 'transform' && event.state !== 'started');
  return built && 'note' in built ? (built.note ?? '') : '';
}

function assertSucceeded({ status, error }: Account): void {
  assert.notEqual(status, 'failed', error?.message);
}
