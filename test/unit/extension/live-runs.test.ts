import assert from 'node:assert/strict';
import { expectedRuns, LiveRuns } from '../../../src/extension/notebook/live-runs.ts';
import { progressText, shareOfRun } from '../../../src/extension/palette/progress-text.ts';
import { waitingRun } from '../../../src/output/run-state.ts';
import type { RunEvent, StepName } from '../../../src/pipeline/events.ts';

const here = { folder: '/here', env: {} };
const started = (step: StepName): RunEvent => ({ type: 'step', step, state: 'started' });
const finished = (step: StepName): RunEvent => ({ type: 'step', step, state: 'finished', seconds: 1 });
const statesOf = (live: LiveRuns) =>
  live.payloads(0).map(({ command, state }) => [command, ...state.steps.map(({ name, state }) => `${name} ${state}`)]);

describe('the runs a text asks for', () => {
  it('are its commands of the pipeline, with the steps each takes', () => {
    const text = '# first\nextract \\\n  --source s3://lake\n\ntables\netl --export parquet --keep 3\ncheck --plan';
    assert.deepEqual(expectedRuns(text, here), [
      { command: 'extract', steps: ['create', 'extract'] },
      { command: 'etl', steps: ['create', 'extract', 'transform', 'check', 'export'] },
    ]);
  });

  it('leave out what cannot be read, which says so itself when it runs', () => {
    assert.deepEqual(expectedRuns("etl --what\nthe 'quote\nsparkify check", here), [
      { command: 'check', steps: ['check'] },
    ]);
  });

  it('export where the environment says so', () => {
    const [run] = expectedRuns('etl', { ...here, env: { SPARKIFY_EXPORT: 'parquet' } });
    assert.ok(run?.steps.includes('export'));
  });
});

describe('runs under way', () => {
  it('show their steps before the first begins', () => {
    const live = new LiveRuns('/w', [{ command: 'extract', steps: ['create', 'extract'] }]);
    assert.deepEqual(statesOf(live), [['extract', 'create waiting', 'extract waiting']]);
  });

  it('follow one another: a step that is over, or not of this run, is of the next', () => {
    const live = new LiveRuns('/w', [
      { command: 'extract', steps: ['create', 'extract'] },
      { command: 'transform', steps: ['transform', 'check'] },
      { command: 'check', steps: ['check'] },
    ]);
    const events = [started('create'), finished('create'), started('extract'), finished('extract')];
    for (const event of [...events, started('transform'), finished('transform'), started('check'), finished('check')]) {
      live.take(event, 1);
    }
    live.take(started('check'), 2);
    assert.deepEqual(statesOf(live), [
      ['extract', 'create finished', 'extract finished'],
      ['transform', 'transform finished', 'check finished'],
      ['check', 'check started'],
    ]);
  });

  it('keep the warnings of their own run', () => {
    const live = new LiveRuns('/w', [
      { command: 'check', steps: ['check'] },
      { command: 'check', steps: ['check'] },
    ]);
    live.take(started('check'), 1);
    live.take({ type: 'warning', message: 'slow' }, 1);
    live.take(finished('check'), 1);
    live.take(started('check'), 2);
    assert.deepEqual(
      live.payloads(2).map(({ warnings }) => warnings),
      [['slow'], []],
    );
  });

  it('are shown where nobody expected one', () => {
    const live = new LiveRuns('/w', []);
    assert.ok(live.isEmpty);
    live.take(started('check'), 1);
    assert.deepEqual(statesOf(live), [['run', 'check started']]);
  });
});

describe('the progress of a run, on one line', () => {
  const at = (event: RunEvent, steps: StepName[] = ['create', 'extract']) => {
    const live = new LiveRuns('/w', [{ command: 'extract', steps }]);
    for (const each of [started('create'), finished('create'), started('extract'), event]) live.take(each, 0);
    return live.payloads(0)[0]!.state;
  };

  it('tells the step, counts, rate and what is left', () => {
    const run = at({ type: 'progress', step: 'extract', unit: 'objects', done: 1234, total: 14926, rate: 2000 });
    assert.equal(progressText(run, 3000), 'extract · 1,234 of 14,926 objects · 2,000/s · 7.0 s left');
    assert.equal(shareOfRun(run), (1 + 1234 / 14926) / 2);
  });

  it('counts on while the whole is unknown, and says how long it has gone on', () => {
    const run = at({ type: 'progress', step: 'extract', unit: 'objects', done: 900 });
    assert.equal(progressText(run, 3000), 'extract · 900 objects · 3.0 s');
    assert.equal(shareOfRun(run), 0.5);
  });

  it('says nothing before the first step', () => {
    assert.equal(progressText(waitingRun(['create']), 0), '');
    assert.equal(shareOfRun(waitingRun([])), 0);
  });
});
