import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AdaptiveWindow } from '../../../src/lake/window.ts';

describe('the window', () => {
  const grown = (successes: number, window: AdaptiveWindow) => {
    for (let i = 0; i < successes; i++) window.succeeded();
    return window.limit;
  };

  it('begins in the middle, and soon is as wide as may be', () => {
    const window = new AdaptiveWindow(256);
    assert.equal(window.limit, 64);
    assert.equal(grown(4, window), 65);
    assert.equal(grown(1000, window), 256);
  });

  it('halves when the store asks for less, and grows back slowly', () => {
    const window = new AdaptiveWindow(256);
    grown(1000, window);
    window.narrow(window.generation, 0.5);
    assert.equal(window.limit, 128);
    assert.equal(grown(32, window), 129);
    assert.equal(grown(10_000, window), 256);
  });

  it('is narrowed once by requests that fail together', () => {
    const window = new AdaptiveWindow(64);
    const together = window.generation;
    for (let failed = 0; failed < 128; failed++) window.narrow(together, 0.5);
    assert.equal(window.limit, 32);
  });

  it('stays between its bounds whatever happens', () => {
    const event = fc.oneof(fc.constant(undefined), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 256 }), fc.array(event), (most, events) => {
        const window = new AdaptiveWindow(most);
        for (const share of events) {
          if (share === undefined) window.succeeded();
          else window.narrow(window.generation, share);
          assert.ok(Number.isInteger(window.limit) && window.limit >= Math.min(4, most) && window.limit <= most);
        }
      }),
    );
  });
});
