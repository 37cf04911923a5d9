import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failsWith } from '../../support/lakes.ts';
import { isAlive } from './is-alive.ts';
import { place, textOf, withStub } from './kernels.ts';

const wasCancelled = failsWith('cancelled');
const completion = { place, language: 'sql', text: 'SEL', offset: 3 } as const;

describe('a kernel', () => {
  it('starts with the first call and no sooner, once for all calls that come at once', () =>
    withStub(async ({ kernel, text, states }) => {
      assert.deepEqual([kernel.state, kernel.pid], ['stopped', undefined]);
      const warnings: Error[] = [];
      const warned = (warning: Error) => warnings.push(warning);
      process.on('warning', warned);
      const pids = await Promise.all(Array.from({ length: 20 }, () => text('pid')));
      process.off('warning', warned);
      assert.deepEqual([new Set(pids).size, warnings], [1, []]);
      assert.equal(kernel.pid, Number(pids[0]));
      assert.deepEqual(states, ['starting', 'busy', 'idle']);
    }));

  it('is not started to say how it stands, to end a session or to let go of results', () =>
    withStub(async ({ kernel, states }) => {
      assert.deepEqual(await kernel.status('notebook'), {
        warehouse: { path: kernel.warehouse, sizeBytes: undefined, isOpen: false },
        running: undefined,
        lastRun: undefined,
        parameters: [],
        names: [],
      });
      await kernel.endSession('notebook');
      await kernel.release(['r1']);
      await assert.rejects(
        kernel.page({ result: 'r1', offset: 0, limit: 1 }),
        failsWith('usage.result', /This result went with its kernel: run the cell again/),
      );
      assert.equal(await kernel.interrupt(), 'interrupted');
      assert.deepEqual(states, []);
    }));

  it('tells of a failed call what the kernel said: code, sentence and place', () =>
    withStub(({ kernel }) =>
      assert.rejects(kernel.complete(completion), {
        name: 'SparkifyError',
        code: 'usage.option',
        message: 'Wrong word.',
        position: { line: 2, column: 3 },
      }),
    ));

  it('refuses what cannot be sent, and goes on', () =>
    withStub(async ({ kernel, text }) => {
      const env = { name: (() => undefined) as unknown as string };
      await assert.rejects(kernel.complete({ ...completion, place: { ...place, env } }), failsWith('internal'));
      assert.match(await text('pid'), /^\d+$/);
    }));

  it('takes a call back that is cancelled before, while it starts, or under way', () =>
    withStub(async ({ run, begun, states, reaches }) => {
      await assert.rejects(run('pid', AbortSignal.abort()), wasCancelled);
      assert.deepEqual(states, []);

      const starting = new AbortController();
      const early = run('pid', starting.signal);
      await reaches('starting');
      starting.abort();
      await assert.rejects(early, wasCancelled);

      const running = new AbortController();
      const { answer } = await begun('wait', running.signal);
      running.abort();
      assert.equal((await answer).status, 'cancelled');
      assert.equal(states.filter(state => state === 'starting').length, 1);
    }));

  it('lets an interrupt end all that was asked, and lives on', () =>
    withStub(async ({ kernel, begun, text }) => {
      const pid = await text('pid');
      const calls = [await begun('wait'), await begun('wait one'), await begun('wait two')];
      assert.equal(await kernel.interrupt(), 'interrupted');
      for (const { answer } of calls) assert.equal((await answer).status, 'cancelled');
      assert.equal(await text('pid'), pid);
    }));

  it('lets an interrupt end what waits for it to start, too', () =>
    withStub(
      async ({ kernel, run, text, states, reaches }) => {
        const calls = ['pid', 'wait'].map(cell => run(cell));
        await reaches('starting');
        assert.equal(await kernel.interrupt(), 'interrupted');
        for (const call of calls) await assert.rejects(call, wasCancelled);
        assert.match(await text('pid'), /^\d+$/);
        assert.equal(states.filter(state => state === 'starting').length, 1);
      },
      // Nobody that only starts is asked whether it hears.
      { patience: { answerMs: 1 } },
    ));

  it('that is restarted is another process, and the one before is gone by then', () =>
    withStub(async ({ kernel, begun, text, exits }) => {
      const before = Number(await text('pid'));
      const { answer } = await begun('deaf');
      const restarted = kernel.restart();
      // Asked of the new one, although the old one is not gone yet.
      const next = text('pid');
      await assert.rejects(answer, failsWith('cancelled', /^The kernel was restarted\.$/));
      await restarted;
      assert.equal(isAlive(before), false);
      assert.equal(Number(await next), kernel.pid);
      assert.notEqual(kernel.pid, before);
      assert.deepEqual(exits, [undefined]);
    }));

  it('that was stopped starts with the next call', () =>
    withStub(async ({ kernel, text, states }) => {
      const before = await text('pid');
      await kernel.stop();
      assert.equal(kernel.state, 'stopped');
      assert.notEqual(await text('pid'), before);
      assert.deepEqual(states, ['starting', 'busy', 'idle', 'stopped', 'starting', 'busy', 'idle']);
    }));

  it('that is disposed of while it is being stopped is gone afterwards', () =>
    withStub(async ({ kernel, text }) => {
      const pid = Number(await text('pid'));
      const stopped = kernel.stop();
      await kernel.dispose();
      assert.equal(isAlive(pid), false);
      await stopped;
    }));

  it('that is disposed of while it starts leaves nothing behind, and takes no more calls', () =>
    withStub(async ({ kernel, run, reaches, exits, states }) => {
      const early = run('pid');
      await reaches('starting');
      await new Promise<void>(resolve => (kernel.pid === undefined ? setImmediate(resolve) : resolve()));
      const { pid } = kernel;
      await Promise.all([kernel.dispose(), kernel.dispose(), assert.rejects(early, wasCancelled)]);
      assert.equal(pid !== undefined && isAlive(pid), false);
      await assert.rejects(run('pid'), wasCancelled);
      await assert.rejects(kernel.catalog(place), wasCancelled);
      assert.deepEqual([states.at(-1), exits.every(error => error === undefined)], ['stopped', true]);
    }));

  const anyActs = fc.array(fc.constantFrom('run', 'ready', 'restart', 'stop', 'interrupt', 'kill', 'die'), {
    maxLength: 8,
  });

  it('settles every call, and never has two processes on its file, whatever happens at once', () =>
    fc.assert(
      fc.asyncProperty(anyActs, acts =>
        withStub(
          async ({ kernel, run, text, exits }) => {
            const ends: Promise<unknown>[] = [];
            for (const act of acts) {
              if (act === 'ready') await text('pid').catch(() => undefined);
              else if (act === 'run') ends.push(run('wait'));
              else if (act === 'die') ends.push(run('exit 3'));
              else if (act !== 'kill') ends.push(kernel[act]());
              else if (kernel.pid !== undefined) process.kill(kernel.pid, 'SIGKILL');
              for (const end of ends) end.catch(() => undefined);
            }
            // Cells that wait end with their kernel.
            const settled = Promise.allSettled(ends);
            for (let isOver = false; !isOver; ) {
              await kernel.stop();
              isOver = await Promise.race([
                settled.then(() => true),
                text('pid').then(
                  () => false,
                  () => false,
                ),
              ]);
            }
            for (const end of await settled) {
              if (end.status === 'rejected') assert.match(end.reason.code, /^(kernel\.ended|kernel\.start|cancelled)$/);
            }
            assert.match(await text('pid'), /^\d+$/);
            assert.ok(
              exits.every(error => !error?.startsWith('Held')),
              exits.join(),
            );
          },
          { patience: { answerMs: 500, interruptMs: 500, endMs: 500 } },
        ),
      ),
      { numRuns: 20 },
    )).timeout(120_000);

  it('is forked plainly: no arguments, no options, nothing of the editor’s own in its environment', () =>
    withStub(
      async ({ text }) => {
        const { env, argv, execArgv } = JSON.parse(await text('world'));
        assert.deepEqual([argv.length, execArgv], [2, []]);
        assert.deepEqual(
          Object.keys(env).filter(name => /^(VSCODE|ELECTRON|NODE_OPTIONS)/.test(name)),
          ['ELECTRON_RUN_AS_NODE'],
        );
        assert.equal(env.HTTPS_PROXY, 'http://proxy');
      },
      {
        env: {
          ...process.env,
          HTTPS_PROXY: 'http://proxy',
          NODE_OPTIONS: '--require /no/such/bootloader.js',
          VSCODE_ESM_ENTRYPOINT: 'x',
          ELECTRON_NO_ASAR: '1',
        },
      },
    ));

  it('hides in its log what it was told in secret, also in what libraries print', () =>
    withStub(async ({ kernel, log }) => {
      const env = { AWS_SECRET_ACCESS_KEY: 'hush/hush+hush' };
      await kernel.execute({
        place: { ...place, env },
        execution: 'e',
        language: 'sql',
        text: 'print key=hush/hush+hush',
        names: [],
      });
      await kernel.stop();
      assert.ok(log.includes('warn: key=•••'), log.join('\n'));
      assert.ok(!log.join('\n').includes('hush'));
    }));

  it('shows what runs tell under the execution they belong to', () =>
    withStub(async ({ kernel, run }) => {
      const told: unknown[] = [];
      kernel.onEvent(event => told.push(event));
      textOf(await run('pid'));
      assert.deepEqual(told, [{ execution: 'e1', event: { type: 'warning', message: 'pid' } }]);
    }));
});
