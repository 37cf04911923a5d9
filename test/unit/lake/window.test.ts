import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AdaptiveWindow } from '../../../src/lake/window.ts';

describe('the window', () => {
  it('begins wide, halves when the store asks for less, and grows back', () => {
    const window = new AdaptiveWindow(128);
    assert.equal(window.limit, 128);
    window.narrow(window.generation, 0.5);
    assert.equal(window.limit, 64);
    for (let successes = 0; successes < 2_000; successes++) window.succeeded();
    assert.equal(window.limit, 128);
  });

  it('is narrowed once by requests that fail together', () => {
    const window = new AdaptiveWindow(128);
    const together = window.generation;
    for (let failed = 0; failed < 128; failed++) window.narrow(together, 0.5);
    assert.equal(window.limit, 64);
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
