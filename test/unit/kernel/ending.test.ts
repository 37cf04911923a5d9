import assert from 'node:assert/strict';
import { type Ending, endingError } from '../../../src/kernel/ending.ts';

const ending = (how: Partial<Ending>): Ending => ({
  pid: 7,
  code: null,
  signal: null,
  why: undefined,
  wasOpen: true,
  ...how,
});

const said = (how: Partial<Ending>): string => {
  const { code, message } = endingError(ending(how));
  return `${code}: ${message}`;
};

describe('the end of a kernel', () => {
  it('is told with what ended it, what is kept and what to do', () => {
    assert.equal(
      said({ signal: 'SIGKILL' }),
      'kernel.ended: The kernel ended unexpectedly (SIGKILL). What was committed is kept; run the cell again.',
    );
    assert.match(said({ code: 134 }), /^kernel\.ended: The kernel ended unexpectedly \(exit code 134\)/);
    assert.match(said({ signal: 'SIGKILL', why: 'hung' }), /^kernel\.ended: The kernel did not answer any more/);
  });

  it('is no error where a person wanted it', () => {
    for (const wasOpen of [true, false]) {
      assert.equal(said({ code: 0, why: 'stopped', wasOpen }), 'cancelled: The kernel was stopped.');
      assert.equal(said({ signal: 'SIGKILL', why: 'restarted', wasOpen }), 'cancelled: The kernel was restarted.');
    }
  });

  it('while it starts names the platforms only where that may be the reason', () => {
    const named = /^kernel\.start: .* Sparkify runs on linux-x64, .* and win32-arm64: install the build/;
    for (const how of [{ signal: 'SIGILL' }, { signal: 'SIGSEGV' }, { code: 0xc000001d }] as const) {
      assert.match(said({ ...how, wasOpen: false }), named);
    }
    for (const how of [{ signal: 'SIGKILL' }, { signal: 'SIGTERM' }, { code: 1 }, { why: 'hung' }] as const) {
      assert.doesNotMatch(said({ ...how, wasOpen: false }), /platform/);
    }
  });
});
