import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ansiPaint } from '../../../src/base/paint.ts';
import { displayWidth } from '../../../src/base/text.ts';
import { liveLines } from '../../../src/output/run-live.ts';
import { afterEvent, type RunState, waitingRun } from '../../../src/output/run-state.ts';
import { type RunEvent, stepNames } from '../../../src/pipeline/events.ts';

const runAfter = (events: readonly RunEvent[], run = waitingRun(['extract', 'transform'])): RunState =>
  events.reduce((state, event) => afterEvent(state, event, 1000), run);

const started: RunEvent = { type: 'step', step: 'extract', state: 'started' };
const progress: RunEvent = {
  type: 'progress',
  step: 'extract',
  unit: 'objects',
  done: 8120,
  total: 14_926,
  rate: 2950,
  bytesRate: 910_000,
};
const failing = {
  type: 'check',
  check: { name: 'songs.year', says: 'A year is known.', status: 'warned', failing: 3, rows: [] },
} as const satisfies RunEvent;

describe('the live view of a run', () => {
  it('shows every step, the ones to come too', () => {
    assert.deepEqual(liveLines(runAfter([]), 80, 0), ['  · extract', '  · transform']);
  });

  it('shows how far a step is, how fast, and how long it will take', () => {
    assert.deepEqual(liveLines(runAfter([started, progress]), 100, 3000), [
      '  ⠋ extract    ━━━━━━━━━━━━━───────────  8,120 of 14,926 objects · 2,950/s · 910 KB/s · 3.0 s left',
      '  · transform',
    ]);
  });

  it('promises no end while the lake is still being listed', () => {
    const { total, ...listing } = progress;
    assert.equal(total, 14_926);
    assert.equal(
      liveLines(runAfter([started, listing]), 100, 3000)[0],
      '  ⠋ extract    8,120 objects · 2,950/s · 910 KB/s · 2.0 s',
    );
  });

  it('drops what there is no room for, the least important first', () => {
    const [line] = liveLines(runAfter([started, progress]), 45, 3000);
    assert.equal(line, '  ⠋ extract    8,120 of 14,926 objects');
  });

  it('says how a step ended, and what was set aside or failed on the way', () => {
    const run = runAfter([
      started,
      { type: 'reject', object: 's3://b/x\u001b.json', line: 1, reason: 'not JSON' },
      { type: 'step', step: 'extract', state: 'finished', seconds: 2.6, note: '14,926 objects' },
      { type: 'step', step: 'transform', state: 'skipped', seconds: 0, note: 'nothing changed' },
      failing,
    ]);
    assert.deepEqual(liveLines(run, 80, 0), [
      '  ✓ extract    2.6 s  14,926 objects',
      '  - transform  0.0 s  nothing changed',
      '    set aside: not JSON (s3://b/x\\u001b.json:1)',
      '    songs.year warned: 3 rows',
    ]);
  });

  it('shows a step nobody announced', () => {
    const run = runAfter([{ type: 'step', step: 'export', state: 'started' }]);
    assert.match(liveLines(run, 80, 1000).at(-1)!, /export/);
  });

  const event = fc.oneof(
    fc.record({
      type: fc.constant('step' as const),
      step: fc.constantFrom(...stepNames),
      state: fc.constant('started' as const),
    }),
    fc.record({
      type: fc.constant('step' as const),
      step: fc.constantFrom(...stepNames),
      state: fc.constantFrom('finished', 'skipped', 'failed'),
      seconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
      note: fc.string({ unit: 'grapheme' }),
    }),
    fc.record(
      {
        type: fc.constant('progress' as const),
        step: fc.constantFrom(...stepNames),
        unit: fc.constantFrom('objects', 'files'),
        done: fc.nat(),
        total: fc.nat(),
        rate: fc.double({ min: 0, max: 1e6, noNaN: true }),
        bytesRate: fc.double({ min: 0, max: 1e12, noNaN: true }),
      },
      { requiredKeys: ['type', 'step', 'unit', 'done'] },
    ),
    fc.constant(failing),
  ) as fc.Arbitrary<RunEvent>;

  it('never draws beyond the terminal, whatever happens, coloured or not', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 12 }),
        fc.integer({ min: 5, max: 200 }),
        fc.nat(),
        (events, width, now) => {
          const run = runAfter(events);
          const plain = liveLines(run, width, now);
          for (const line of plain) assert.ok(displayWidth(line) <= Math.max(width, 15), `${width}: ${line}`);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is taken away
          const uncoloured = liveLines(run, width, now, ansiPaint).map(line => line.replace(/\x1b\[\d+m/g, ''));
          assert.deepEqual(uncoloured, plain);
        },
      ),
    );
  });
});
