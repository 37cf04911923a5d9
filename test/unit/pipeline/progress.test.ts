import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunEvent } from '../../../src/pipeline/events.ts';
import { ProgressMeter } from '../../../src/pipeline/progress.ts';

type Told = Extract<RunEvent, { type: 'progress' }>;

function meter() {
  const told: Told[] = [];
  const clock = { ms: 0 };
  const emit = (event: RunEvent) => void told.push(event as Told);
  return { told, clock, meter: new ProgressMeter(emit, { step: 'extract', unit: 'objects' }, () => clock.ms) };
}

describe('the progress of a step', () => {
  it('is told at most ten times a second, however often something is done', () => {
    const { told, clock, meter: m } = meter();
    for (let i = 0; i < 10_000; i++) {
      clock.ms = i / 10;
      m.add(1);
    }
    assert.equal(told.length, 10);
  });

  it('ends with all that was done', () =>
    fc.assert(
      fc.property(fc.array(fc.record({ done: fc.nat(9), bytes: fc.nat(99), ms: fc.nat(300) })), steps => {
        const { told, clock, meter: m } = meter();
        for (const { done, bytes, ms } of steps) {
          clock.ms += ms;
          m.add(done, bytes);
        }
        m.finish();
        const sum = (name: 'done' | 'bytes') => steps.reduce((total, step) => total + step[name], 0);
        assert.equal(told.at(-1)!.done, sum('done'));
        assert.equal(told.at(-1)!.bytes ?? 0, sum('bytes'));
        assert.deepEqual(
          told.map(one => one.done),
          told.map(one => one.done).sort((a, b) => a - b),
        );
      }),
    ));

  it('has no total until it is known', () => {
    const { told, clock, meter: m } = meter();
    m.add(1);
    m.expect(5);
    clock.ms = 200;
    m.add(1);
    assert.deepEqual(
      told.map(one => one.total),
      [undefined, 5],
    );
  });

  it('tells how far the one is that is under way, and takes nothing back', async () => {
    const { told, meter: m } = meter();
    m.expect(2);
    const parts = [undefined, 0.25, 0.25, 0.1, 0.5, 1];
    await m.watch(
      () => parts.shift(),
      async () => {
        while (parts.length > 0) await new Promise<void>(resolve => setImmediate(resolve));
        m.add(1);
      },
    );
    m.add(1);
    m.finish();
    assert.deepEqual(
      told.map(one => one.done),
      [0.25, 0.5, 2],
    );
    assert.ok(
      told.every(({ bytesRate }) => bytesRate === undefined),
      'there are no bytes to tell of',
    );
  });

  it('tells the rate of the last seconds, not of the whole step', () => {
    const { told, clock, meter: m } = meter();
    const work = (seconds: number, done: number) => {
      for (let i = 0; i < seconds * 10; i++) {
        clock.ms += 100;
        m.add(done, done * 7);
      }
    };
    work(10, 100);
    assert.equal(Math.round(told.at(-1)!.rate!), 1000);
    work(10, 1);
    assert.equal(Math.round(told.at(-1)!.rate!), 10);
    assert.equal(Math.round(told.at(-1)!.bytesRate!), 70);
  });
});
