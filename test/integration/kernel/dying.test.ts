import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { SparkifyError } from '../../../src/base/errors.ts';
import { failsWith } from '../../support/lakes.ts';
import { place, type Tested, withStub } from './kernels.ts';

const impatient = { startMs: 1000, answerMs: 200, interruptMs: 200, endMs: 300 };

const endedBy = (how: string) =>
  failsWith(
    'kernel.ended',
    new RegExp(`^The kernel ended unexpectedly \\(${how}\\)\\. What was committed is kept; run the cell again\\.$`),
  );

const gaveUp = failsWith(
  'kernel.ended',
  /^The kernel did not answer any more and was ended\. .* run the cell again\.$/,
);

describe('a kernel that dies', () => {
  const deaths: Record<string, { die(stub: Tested): Promise<unknown>; how: string }> = {
    'is killed': {
      die: async ({ kernel, begun }) => {
        const { answer } = await begun('deaf');
        process.kill(kernel.pid!, 'SIGKILL');
        return answer;
      },
      how: 'SIGKILL',
    },
    'is aborted from within': { die: async ({ run }) => run('abort'), how: 'SIGABRT' },
    'ends with a code': { die: async ({ run }) => run('exit 3'), how: 'exit code 3' },
    'hangs up': { die: async ({ run }) => run('hangup'), how: 'SIGKILL' },
  };
  for (const [name, { die, how }] of Object.entries(deaths)) {
    it(`because it ${name}: what runs and what waits is told so, and the next call gets a fresh one`, () =>
      withStub(
        async stub => {
          const before = await stub.text('pid');
          const others = ['deaf', 'wait'].map(text => assert.rejects(stub.run(text), endedBy(how)));
          await assert.rejects(async () => die(stub), endedBy(how));
          await Promise.all(others);
          assert.equal(stub.kernel.state, 'dead');
          const after = await stub.text('pid');
          assert.notEqual(after, before);
          assert.deepEqual(stub.states, ['starting', 'busy', 'idle', 'busy', 'dead', 'starting', 'busy', 'idle']);
          assert.equal(stub.exits.length, 1);
          assert.match(stub.exits[0]!, new RegExp(how));
        },
        { patience: impatient },
      ));
  }

  it('gives the answer it had sent before', () =>
    withStub(async ({ text, reaches }) => {
      for (const words of ['one', 'two', 'three']) {
        assert.equal(await text(`last ${words}`), words);
        await reaches('dead');
      }
    }));

  it('while nothing is asked is noticed, and the next call does not notice', () =>
    withStub(async ({ kernel, text, reaches }) => {
      await text('pid');
      process.kill(kernel.pid!, 'SIGKILL');
      await reaches('dead');
      assert.match(await text('pid'), /^\d+$/);
    }));

  it('is not started again and again for what nobody pressed a button for', () =>
    withStub(async ({ kernel, text, states, reaches }) => {
      await assert.rejects(kernel.catalog(place), endedBy('SIGABRT'));
      for (let i = 0; i < 5; i++) await assert.rejects(kernel.catalog(place), endedBy('SIGABRT'));
      assert.deepEqual(states, ['starting', 'idle', 'dead']);
      // A person who runs a cell gets one, and after that there is one for all.
      await text('pid');
      await assert.rejects(kernel.catalog(place), endedBy('SIGABRT'));
      await reaches('dead');
      await assert.rejects(kernel.catalog(place), endedBy('SIGABRT'));
      assert.equal(states.filter(state => state === 'starting').length, 3);
    }));
});

describe('a kernel that hangs', () => {
  it('is ended when it does not hear that its cell was stopped, and the next cell runs', () =>
    withStub(
      async ({ begun, text, run }) => {
        const stopping = new AbortController();
        const { answer } = await begun('busy', stopping.signal);
        const waiting = assert.rejects(run('pid'), gaveUp);
        stopping.abort();
        await assert.rejects(answer, gaveUp);
        await waiting;
        assert.match(await text('pid'), /^\d+$/);
      },
      { patience: impatient },
    ));

  it('is ended when it does not hear an interrupt, and started again', () =>
    withStub(
      async ({ kernel, begun, states }) => {
        const { answer } = await begun('busy');
        const pid = kernel.pid;
        assert.equal(await kernel.interrupt(), 'restarted');
        await assert.rejects(answer, gaveUp);
        assert.equal(kernel.state, 'idle');
        assert.notEqual(kernel.pid, pid);
        assert.deepEqual(states, ['starting', 'busy', 'dead', 'starting', 'idle']);
      },
      { patience: impatient },
    ));

  it('is ended when it hears an interrupt and does not obey', () =>
    withStub(
      async ({ kernel, begun }) => {
        const { answer } = await begun('deaf');
        assert.equal(await kernel.interrupt(), 'restarted');
        await assert.rejects(answer, gaveUp);
      },
      { patience: impatient },
    ));

  it('is ended where it was stopped by the system', () =>
    withStub(
      async ({ kernel, begun, text }) => {
        const { answer } = await begun('wait');
        process.kill(kernel.pid!, 'SIGSTOP');
        await kernel.interrupt();
        await assert.rejects(answer, gaveUp);
        assert.match(await text('pid'), /^\d+$/);
      },
      { patience: impatient },
    ));

  it('in one cell is not ended for that, as long as it hears', () =>
    withStub(
      async ({ kernel, begun, text }) => {
        const pid = await text('pid');
        const stopping = new AbortController();
        const { answer } = await begun('deaf', stopping.signal);
        stopping.abort();
        // Longer than it takes until a kernel is given up that does not hear.
        const untilMs = performance.now() + 3 * impatient.answerMs;
        while (performance.now() < untilMs) assert.equal(await text('pid'), pid);
        assert.equal(await kernel.interrupt(), 'restarted');
        await assert.rejects(answer, gaveUp);
      },
      { patience: impatient },
    ));

  it('is ended by dispose all the same', () =>
    withStub(
      async ({ kernel, begun, exits }) => {
        const { answer } = await begun('busy');
        await kernel.dispose();
        await assert.rejects(answer, failsWith('cancelled', /The kernel was stopped/));
        assert.deepEqual(exits, [undefined]);
      },
      { patience: impatient },
    ));
});

describe('a kernel that cannot start', () => {
  const startingWith = (memoryLimit: string) => ({
    settings: () => ({ idleCloseMs: 60_000, pageRows: 100, memoryLimit }),
    patience: impatient,
  });

  /** Each Run tries it once, and nothing else does. */
  async function failsOnceEach({ kernel, run, states, exits }: Tested, failure: (error: SparkifyError) => boolean) {
    const [first, second] = [run('pid'), run('pid')];
    await assert.rejects(first, failure);
    await assert.rejects(second, failure);
    assert.equal(kernel.state, 'dead');
    await assert.rejects(kernel.catalog(place), failure);
    await assert.rejects(kernel.complete({ place, language: 'sql', text: '', offset: 0 }), failure);
    assert.deepEqual(states, ['starting', 'dead']);
    await assert.rejects(run('pid'), failure);
    assert.deepEqual(states, ['starting', 'dead', 'starting', 'dead']);
    return exits;
  }

  it('because its bundle is missing says which', () =>
    withStub(
      async stub => {
        await failsOnceEach(
          stub,
          failsWith('kernel.start', /^\/nowhere\/kernel\.js is missing: install Sparkify again/),
        );
      },
      { script: '/nowhere/kernel.js' },
    ));

  it('because there is no Node to run it says so', () =>
    withStub(async stub => {
      const { execPath } = process;
      process.execPath = '/nowhere/node';
      try {
        await failsOnceEach(
          stub,
          failsWith('kernel.start', /^The kernel could not be started: spawn .*ENOENT\. Reload/),
        );
      } finally {
        process.execPath = execPath;
      }
    }));

  it('because the system refuses its environment says so', () =>
    withStub(
      async stub => {
        await failsOnceEach(stub, failsWith('kernel.start', /^The kernel could not be started: spawn E2BIG\. Reload/));
      },
      { env: { ...process.env, HUGE: 'x'.repeat(3_000_000) } },
    ));

  it('because it ends at once says with what', () =>
    withStub(async stub => {
      const sentence =
        /^The kernel ended while it started \(exit code 7\): Error: there is no such thing\. Install Sparkify again\.$/;
      await failsOnceEach(stub, failsWith('kernel.start', sentence));
    }, startingWith('exit')));

  it('because it crashes says for which platforms there are builds', () =>
    withStub(async stub => {
      const sentence =
        /^The kernel crashed while it started \(SIGABRT\) on .*: .*alpine-arm64.* and win32-arm64: install/;
      await failsOnceEach(
        stub,
        failsWith('kernel.start', new RegExp(sentence.source.replace('on .*: ', 'on .*\\. Sparkify runs on '))),
      );
    }, startingWith('abort')));

  it('because it hangs is given up', () =>
    withStub(async stub => {
      await failsOnceEach(stub, failsWith('kernel.start', /^The kernel did not start in time/));
    }, startingWith('hang')));

  it('because its library is missing says so, and leaves no process behind', () =>
    withStub(async stub => {
      const exits = await failsOnceEach(stub, failsWith('warehouse.platform', /No library for this machine/));
      await stub.kernel.dispose();
      assert.deepEqual(new Set(exits), new Set(['No library for this machine.']));
    }, startingWith('refuse')));

  it('once it can start, starts', () => {
    const memoryLimit = { limit: 'exit' };
    return withStub(
      async ({ run, text, kernel }) => {
        await assert.rejects(run('pid'), failsWith('kernel.start'));
        memoryLimit.limit = 'well';
        assert.match(await text('pid'), /^\d+$/);
        assert.equal(kernel.state, 'idle');
      },
      { settings: () => ({ idleCloseMs: 60_000, pageRows: 100, memoryLimit: memoryLimit.limit }) },
    );
  });

  it('in a folder that is gone is told by the kernel itself', () =>
    withStub(async ({ text }) => assert.match(await text('pid'), /^\d+$/), {
      warehouse: join('/nowhere', 'w.duckdb'),
    }));
});
