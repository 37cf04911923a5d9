import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ProgressThrottle } from '../../../src/kernel/throttle.ts';
import type { RunEvent } from '../../../src/pipeline/events.ts';

const progress = (done: number): RunEvent => ({ type: 'progress', step: 'extract', unit: 'objects', done });
const finished: RunEvent = { type: 'step', step: 'extract', state: 'finished', seconds: 1 };
const warning: RunEvent = { type: 'warning', message: 'Look.' };

/** A throttle on a clock that only moves when it is told to. */
function throttle() {
  const sent: { ms: number; event: RunEvent }[] = [];
  const clock = { ms: 0, due: undefined as { ms: number; work: () => void } | undefined };
  const passes = (ms: number) => {
    const until = clock.ms + ms;
    while (clock.due && clock.due.ms <= until) {
      const { work } = clock.due;
      clock.ms = clock.due.ms;
      clock.due = undefined;
      work();
    }
    clock.ms = until;
  };
  const tested = new ProgressThrottle(event => sent.push({ ms: clock.ms, event }), {
    nowMs: () => clock.ms,
    after: (ms, work) => {
      clock.due = { ms: clock.ms + ms, work };
      return () => (clock.due = undefined);
    },
  });
  return { sent, passes, emit: tested.emit, end: () => tested.end() };
}

const doneOf = (event: RunEvent) => (event.type === 'progress' ? event.done : event.type);

describe('events on their way to the editor', () => {
  it('tell of mere progress at most ten times in any second, of all else at once and in order', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ ms: fc.nat(150), what: fc.constantFrom('progress', 'progress', 'step', 'warning') })),
        moments => {
          const { sent, passes, emit } = throttle();
          const others: RunEvent[] = [];
          for (const [i, { ms, what }] of moments.entries()) {
            passes(ms);
            const event = what === 'progress' ? progress(i) : { ...(what === 'step' ? finished : warning) };
            if (what !== 'progress') others.push(event);
            const before = sent.length;
            emit(event);
            if (what !== 'progress') assert.ok(sent.length > before);
          }
          assert.deepEqual(
            sent.map(({ event }) => event).filter(({ type }) => type !== 'progress'),
            others,
          );
          const told = sent.filter(({ event }) => event.type === 'progress');
          for (const [i, { ms }] of told.entries()) assert.ok(i < 10 || ms - told[i - 10]!.ms >= 1000);
          const done = told.map(({ event }) => doneOf(event) as number);
          assert.deepEqual(
            done,
            done.toSorted((a, b) => a - b),
          );
        },
      ),
    ));

  it('come at once where there were none for a while, and later the newest only', () => {
    const { sent, passes, emit } = throttle();
    for (const done of [1, 2, 3]) emit(progress(done));
    passes(99);
    assert.deepEqual(
      sent.map(({ event }) => doneOf(event)),
      [1],
    );
    passes(1);
    assert.deepEqual(
      sent.map(({ event }) => doneOf(event)),
      [1, 3],
    );
  });

  it('say how far a step came before they say that it ended', () => {
    const { sent, passes, emit } = throttle();
    emit(progress(1));
    emit(progress(2));
    emit(finished);
    passes(5000);
    assert.deepEqual(
      sent.map(({ event }) => doneOf(event)),
      [1, 2, 'step'],
    );
  });

  it('end with the call they belong to', () => {
    const { sent, passes, emit, end } = throttle();
    emit(progress(1));
    emit(progress(2));
    end();
    passes(5000);
    assert.deepEqual(
      sent.map(({ event }) => doneOf(event)),
      [1, 2],
    );
  });
});
