import { type ErrorPayload, payloadVersion, type ResultPayload, type RunPayload } from '../../src/output/payload.ts';
import { afterEvent, type RunState, waitingRun } from '../../src/output/run-state.ts';
import { type RunEvent, type RunSummary, stepNames } from '../../src/pipeline/events.ts';

const version = payloadVersion;

/** A result with these columns (`name TYPE`) and rows. */
export function resultPayload(
  columns: readonly string[],
  rows: ResultPayload['rows'],
  change: Partial<ResultPayload> = {},
): ResultPayload {
  const parsed = columns.map(column => {
    const at = column.indexOf(' ');
    return { name: column.slice(0, at), type: column.slice(at + 1) };
  });
  const whole = { version, kind: 'result', columns: parsed, rows, rowCount: rows.length } as const;
  return { ...whole, elapsedMs: 38, effects: [], ...change };
}

/** What is known of a run that began at 0, once these events have come. */
export const runAfter = (...events: readonly RunEvent[]): RunState =>
  events.reduce((run, event) => afterEvent(run, event, 0), waitingRun(stepNames));

export const runPayload = (change: Partial<RunPayload> = {}): RunPayload => ({
  version,
  kind: 'run',
  command: 'etl',
  warehouse: '/projects/sparkify.duckdb',
  state: runAfter(),
  warnings: [],
  atMs: 2000,
  ...change,
});

export const runSummary = (change: Partial<RunSummary> = {}): RunSummary => ({
  run: 3,
  status: 'succeeded',
  seconds: 4.2,
  objects: { listed: 14_926, skipped: 2, read: 14_926, unchanged: 0, removed: 0 },
  rejects: 2,
  tables: {
    staging_events: { rows: 8056, change: 8056 },
    staging_songs: { rows: 14_896, change: 14_896 },
    songplays: { rows: 6820, change: 6820 },
    users: { rows: 96, change: 3 },
    songs: { rows: 14_896, change: 0 },
    artists: { rows: 10_025, change: -12 },
    time: { rows: 6813, change: 6813 },
  },
  matched: 333,
  checks: [
    { name: 'songs.song_id', status: 'passed', failing: 0, rows: [] },
    { name: 'users.user_id', status: 'passed', failing: 0, rows: [] },
    {
      name: 'songs.year',
      status: 'warned',
      failing: 4,
      rows: [
        { song_id: 'SO15TVJU', title: 'Yellow', year: 3018 },
        { song_id: 'SOC9HWBS', title: null, year: -1 },
      ],
    },
  ],
  steps: [
    { name: 'create', seconds: 0.01 },
    { name: 'extract', seconds: 2.1 },
    { name: 'transform', seconds: 0.9 },
    { name: 'check', seconds: 0.2 },
    { name: 'export', seconds: 0.7 },
  ],
  exports: [{ uri: 's3://sparkify-dwh/star/', files: 12, bytes: 1_200_000 }],
  ...change,
});

/** The events of the run that `runSummary` is the account of. */
export const runEvents: readonly RunEvent[] = [
  ...(['create', 'extract', 'transform', 'check', 'export'] as const).flatMap((step, i): RunEvent[] => [
    { type: 'step', step, state: 'started' },
    {
      type: 'step',
      step,
      state: 'finished',
      seconds: [0.01, 2.1, 0.9, 0.2, 0.7][i]!,
      note: ['9 tables', '14,926 objects', '5 tables', '2 of 3 passed', '12 files'][i]!,
    },
  ]),
  {
    type: 'check',
    check: {
      name: 'songs.year',
      says: 'A year is known, and not to come.',
      status: 'warned',
      failing: 4,
      rows: [{ song_id: 'SO15TVJU', title: 'Yellow', year: 3018 }],
    },
  },
];

/** Extract is half way. */
export const underWay: readonly RunEvent[] = [
  { type: 'step', step: 'create', state: 'started' },
  { type: 'step', step: 'create', state: 'finished', seconds: 0.01, note: '9 tables' },
  { type: 'step', step: 'extract', state: 'started' },
  {
    type: 'progress',
    step: 'extract',
    unit: 'objects',
    done: 7463,
    total: 14_926,
    rate: 2950,
    bytesRate: 910_000,
  },
];

export const errorPayload = (change: Partial<ErrorPayload> = {}): ErrorPayload => ({
  version,
  kind: 'error',
  code: 'warehouse.sql',
  message: 'Table songplay does not exist. Did you mean songplays?',
  position: { line: 3, column: 15 },
  excerpt: 'SELECT * FROM songplay',
  ...change,
});
