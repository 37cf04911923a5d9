import assert from 'node:assert/strict';
import { paintFor } from '../../../src/base/paint.ts';

const isColoured = (isTerminal: boolean, env: Record<string, string>) => paintFor(isTerminal, env).red('x') !== 'x';

describe('colours', () => {
  it('are for terminals', () => {
    assert.equal(isColoured(true, {}), true);
    assert.equal(isColoured(false, {}), false);
    assert.equal(isColoured(true, { TERM: 'dumb' }), false);
  });

  it('stay away where NO_COLOR says so, whatever else is said', () => {
    assert.equal(isColoured(true, { NO_COLOR: '1', FORCE_COLOR: '1' }), false);
    assert.equal(isColoured(true, { NO_COLOR: '' }), true);
  });

  it('can be forced into a pipe', () => {
    assert.equal(isColoured(false, { FORCE_COLOR: '1' }), true);
    assert.equal(isColoured(false, { FORCE_COLOR: '0' }), false);
  });
});
