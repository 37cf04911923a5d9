import assert from 'node:assert/strict';
import { logLine } from '../../../src/output/run-lines.ts';
import { summaryText } from '../../../src/output/run-summary.ts';
import type { RunSummary } from '../../../src/pipeline/events.ts';

const summary = (change: Partial<RunSummary> = {}): RunSummary => ({
  run: 3,
  status: 'succeeded',
  seconds: 4.2,
  objects: { listed: 101, skipped: 2, read: 101, unchanged: 0, removed: 0 },
  rejects: 2,
  tables: { songplays: { rows: 6820, change: 6820 }, songs: { rows: 71, change: 0 } },
  matched: 1,
  checks: [
    { name: 'songs.song_id', status: 'passed', failing: 0, rows: [] },
    { name: 'songs.year', status: 'warned', failing: 4, rows: [{ song_id: 'S1' }] },
  ],
  steps: [
    { name: 'create', seconds: 0.01 },
    { name: 'extract', seconds: 2.1 },
  ],
  exports: [{ uri: 's3://b/star/', files: 12, bytes: 1_200_000 }],
  ...change,
});

describe('the summary of a run', () => {
  it('says nothing of matches where there are no plays', () => {
    assert.doesNotMatch(summaryText(summary({ tables: { songplays: { rows: 0, change: 0 } }, matched: 0 })), /matched/);
  });

  it('tells rows with their change, matched plays, rejects, checks with the rows that fail, seconds, exports', () => {
    assert.equal(
      summaryText(summary()),
      `Run 3 succeeded after 4.2 s.

objects  101 listed, 101 read, 0 unchanged, 2 skipped
rejects  2 lines set aside: sparkify rejects --run 3
matched  1 of 6,820 plays found their song
steps    extract 2.1 s

table       rows  change
songplays  6,820  +6,820
songs         71

checks  1 of 2 passed
  warned  songs.year: 4 rows
          {"song_id":"S1"}

exported 12 files, 1.2 MB, to s3://b/star/
`,
    );
  });

  it('says why a run failed, and that a cancelled one kept what it had', () => {
    const failed = summaryText(
      summary({ status: 'failed', error: { code: 'run.checks', message: 'Check songs.year failed.' } }),
    );
    assert.match(failed, /^Run 3 failed after 4\.2 s\.\nCheck songs\.year failed\.\n/);
    const cancelled = summaryText(
      summary({ status: 'cancelled', error: { code: 'cancelled', message: 'Cancelled.' } }),
    );
    assert.match(cancelled, /^Run 3 was cancelled after 4\.2 s\.\n\n/);
    assert.match(cancelled, /kept +what was committed: 101 objects read by this run, and the last good star\n/);
  });

  it('is short where nothing happened', () => {
    const { run, ...unentered } = summary({
      status: 'failed',
      objects: { listed: 0, skipped: 0, read: 0, unchanged: 0, removed: 0 },
      rejects: 0,
      tables: {},
      checks: [],
      steps: [],
      exports: [],
      error: { code: 'lake.missing', message: 'There is no bucket b.' },
    });
    assert.equal(run, 3);
    assert.equal(summaryText(unentered), 'The run failed after 4.2 s.\nThere is no bucket b.\n');
    assert.match(summaryText(summary({ status: 'unchanged' })), /^Run 3 found nothing new after/);
  });
});

describe('the log of a run', () => {
  it('has a line for each step that ended, each check that failed, each warning, and none for progress', () => {
    const check = { name: 'songs.year', says: 'A year is known.', status: 'failed', failing: 1, rows: [] } as const;
    assert.equal(logLine({ type: 'step', step: 'extract', state: 'started' }), undefined);
    assert.equal(logLine({ type: 'step', step: 'extract', state: 'finished', seconds: 2 }), 'extract: 2.0 s');
    assert.equal(
      logLine({ type: 'step', step: 'export', state: 'skipped', seconds: 0, note: 'unchanged' }),
      'export: skipped 0.0 s, unchanged',
    );
    assert.equal(logLine({ type: 'check', check }), 'check songs.year failed: 1 row. A year is known.');
    assert.equal(logLine({ type: 'check', check: { ...check, status: 'passed' } }), undefined);
    assert.equal(logLine({ type: 'warning', message: 'slow' }), 'warning: slow');
    assert.equal(logLine({ type: 'progress', step: 'extract', unit: 'objects', done: 1 }), undefined);
  });
});
