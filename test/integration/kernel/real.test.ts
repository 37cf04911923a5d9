import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Kernel, KernelOptions } from '../../../src/kernel/client.ts';
import { Warehouse } from '../../../src/warehouse/warehouse.ts';
import { failsWith } from '../../support/lakes.ts';
import { endlessIn, rowsOf } from './endless.ts';
import { breakable, inFolder, realKernel, type Tested, tested } from './kernels.ts';

const impatient = { answerMs: 500, interruptMs: 500, endMs: 1000 };

/** The kernel as it is built, on a warehouse of its own. */
const withKernel = (
  work: (real: Tested, path: string) => Promise<void>,
  options: Partial<KernelOptions> = {},
): Promise<void> =>
  inFolder(async folder => {
    const path = join(folder, 'w.duckdb');
    const real = tested({ script: realKernel, warehouse: path, ...options });
    try {
      await work(real, path);
    } finally {
      await real.kernel.dispose();
    }
  });

async function isOpen(kernel: Kernel): Promise<boolean> {
  return (await kernel.status()).warehouse.isOpen;
}

describe('a kernel on a warehouse', function () {
  this.timeout(60_000);

  it('answers cells, keeps their results, and tells how it stands', () =>
    withKernel(async ({ kernel, run }, path) => {
      const executed = await run('CREATE TABLE t AS SELECT range AS n FROM range(250); FROM t ORDER BY n');
      assert.equal(executed.status, 'succeeded');
      const [output] = executed.outputs;
      assert.ok(output?.kind === 'result' && output.id);
      assert.deepEqual([output.rows.length, output.rowCount], [100, 250]);
      const page = await kernel.page({ result: output.id, offset: 240, limit: 100 });
      assert.deepEqual([page.rows.length, page.rows.at(-1), page.rowCount], [10, ['249'], 250]);
      const { warehouse } = await kernel.status('notebook');
      assert.deepEqual([warehouse.path, warehouse.isOpen], [path, true]);
      assert.ok(warehouse.sizeBytes! > 0);
      await kernel.release([output.id]);
      await assert.rejects(kernel.page({ result: output.id, offset: 0, limit: 1 }), failsWith('usage.result'));
    }));

  it('answers a session although five others are in the middle of statements that take their time', () =>
    withKernel(async ({ kernel, run }) => {
      for (const session of ['one', 'two', 'three', 'four', 'five']) await endlessIn(kernel, undefined, session);
      assert.deepEqual(rowsOf(await run('SELECT 42')), [['42']]);
      assert.equal((await kernel.status()).warehouse.isOpen, true);
    }));

  it('stops a statement within a second of Stop, and of an interrupt', () =>
    withKernel(async ({ kernel, run }) => {
      for (const stop of ['signal', 'interrupt']) {
        const stopping = new AbortController();
        const { answer } = await endlessIn(kernel, stopping.signal);
        const begunMs = performance.now();
        if (stop === 'signal') stopping.abort();
        else assert.equal(await kernel.interrupt(), 'interrupted');
        assert.equal((await answer).status, 'cancelled');
        assert.ok(performance.now() - begunMs < 1000);
      }
      assert.deepEqual(rowsOf(await run('SELECT 1')), [['1']]);
    }));

  const faults: Record<string, (kernel: Kernel, path: string) => Promise<void>> = {
    'it is killed': async ({ pid }) => void process.kill(pid!, 'SIGKILL'),
    'it is aborted from outside': async ({ pid }) => void process.kill(pid!, 'SIGABRT'),
    'it is aborted from within': ({ pid }, path) => broken(pid!, path, 'abort'),
  };
  for (const [name, fault] of Object.entries(faults)) {
    it(`loses nothing that was committed when ${name} in the middle of a statement`, () =>
      withKernel(
        async ({ kernel, run }, path) => {
          await run('CREATE TABLE t AS SELECT 42 AS n');
          await run('BEGIN; INSERT INTO t VALUES (43)');
          const { answer } = await endlessIn(kernel);
          // Whether its turn still came or not: nothing of it was committed.
          const other = run('INSERT INTO t VALUES (44)').catch(() => undefined);
          const lost = failsWith(
            'kernel.ended',
            /^The kernel ended unexpectedly \(SIG\w+\)\. What was committed is kept/,
          );
          const told = assert.rejects(answer, lost);
          await fault(kernel, path);
          await Promise.all([told, other]);
          assert.deepEqual(rowsOf(await run('FROM t')), [['42']]);
        },
        { script: breakable },
      ));
  }

  it('is ended by an interrupt where its thread does not hear, and the next cell runs', () =>
    withKernel(
      async ({ kernel, run }, path) => {
        await run('CREATE TABLE t AS SELECT 42 AS n');
        const { answer } = await endlessIn(kernel);
        await broken(kernel.pid!, path, 'block');
        assert.equal(await kernel.interrupt(), 'restarted');
        await assert.rejects(answer, failsWith('kernel.ended', /did not answer any more/));
        assert.deepEqual(rowsOf(await run('FROM t')), [['42']]);
      },
      { script: breakable, patience: impatient },
    ));

  it('answers with a fault that nobody caught, tells it to the log, and makes room for a fresh one', () =>
    withKernel(
      async ({ kernel, run, log, reaches }, path) => {
        const { answer } = await endlessIn(kernel);
        const told = failsWith('internal', /^Something went wrong inside Sparkify: Nobody caught this\.$/);
        const failing = assert.rejects(answer, told);
        await broken(kernel.pid!, path, 'throw');
        await failing;
        await reaches('dead');
        assert.match(log.join('\n'), /error: .*Nobody caught this\.\nError: Nobody caught this\.\n +at /);
        assert.deepEqual(rowsOf(await run('SELECT 1')), [['1']]);
      },
      { script: breakable },
    ));

  it('that another window has tells which process holds the file', () =>
    withKernel(async ({ kernel, run }, path) => {
      await run('CREATE TABLE t AS SELECT 42 AS n');
      const other = tested({ script: realKernel, warehouse: path });
      try {
        const { status, outputs } = await other.run('FROM t');
        const [output] = outputs;
        assert.ok(status === 'failed' && output?.kind === 'error');
        assert.equal(output.code, 'warehouse.locked');
        assert.match(output.message, new RegExp(`process ${kernel.pid}\\b`));
        await kernel.stop();
        assert.deepEqual(rowsOf(await other.run('FROM t')), [['42']]);
      } finally {
        await other.kernel.dispose();
      }
    }));

  it('lets go of the file when it is idle, keeps results meanwhile, and takes it back with the next cell', () =>
    withKernel(
      async ({ kernel, run }, path) => {
        await run('CREATE TABLE t AS SELECT 42 AS n');
        const [output] = (await run('FROM t')).outputs;
        const { pid } = kernel;
        while (await isOpen(kernel)) await setImmediate();
        const warehouse = await Warehouse.open({ path });
        await (await warehouse.connect()).run('INSERT INTO t VALUES (43)');
        assert.ok(output?.kind === 'result' && output.id);
        assert.deepEqual((await kernel.page({ result: output.id, offset: 0, limit: 9 })).rows, [['42']]);
        await warehouse.close();
        assert.deepEqual(rowsOf(await run('FROM t ORDER BY n')), [['42'], ['43']]);
        assert.equal(kernel.pid, pid);
      },
      { settings: () => ({ idleCloseMs: 100, pageRows: 100 }) },
    ));
});

/** Breaks a kernel from within. */
async function broken(pid: number, warehouse: string, fault: 'abort' | 'block' | 'throw'): Promise<void> {
  await writeFile(join(warehouse, '..', 'fault'), fault);
  process.kill(pid, 'SIGUSR2');
}
