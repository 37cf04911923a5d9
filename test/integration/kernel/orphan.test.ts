import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WarehouseLocked } from '../../../src/warehouse/errors.ts';
import { Warehouse } from '../../../src/warehouse/warehouse.ts';
import { isAlive } from './is-alive.ts';
import { breakable, inFolder, realKernel } from './kernels.ts';

interface Editor {
  readonly process: ChildProcess;
  /** Of its kernel. */
  readonly pid: number;
}

/** Another process that has a kernel, which is in the middle of that work. Nothing is left of both, whatever becomes of the test. */
async function withEditor(
  script: string,
  does: 'nothing' | 'endless',
  work: (editor: Editor, warehouse: string) => Promise<void>,
): Promise<void> {
  await inFolder(async folder => {
    const parent = fileURLToPath(new URL('parent.ts', import.meta.url));
    const warehouse = join(folder, 'w.duckdb');
    const editor = spawn(process.execPath, ['--import', 'tsx', parent, script, warehouse, does], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await firstNumber(editor.stdout);
    try {
      await work({ process: editor, pid }, warehouse);
    } finally {
      editor.kill('SIGKILL');
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  });
}

async function firstNumber(input: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input })) return Number(line);
  throw new Error('The editor ended before it had a kernel.');
}

/** How long that takes, which fails where it is too long. */
async function until(isSo: () => boolean | Promise<boolean>, atMostMs: number): Promise<void> {
  const begunMs = performance.now();
  while (!(await isSo())) {
    await setImmediate();
    const ms = performance.now() - begunMs;
    assert.ok(ms < atMostMs, `It took longer than ${atMostMs} ms.`);
  }
}

async function isFree(path: string): Promise<boolean> {
  try {
    await (await Warehouse.open({ path })).close();
    return true;
  } catch (error) {
    if (error instanceof WarehouseLocked) return false;
    throw error;
  }
}

describe('a kernel whose editor was killed', function () {
  this.timeout(30_000);

  it('ends at once where it had nothing to do', () =>
    withEditor(realKernel, 'nothing', async editor => {
      editor.process.kill('SIGKILL');
      await until(() => !isAlive(editor.pid), 1000);
    }));

  it('interrupts its statement and ends: the file is free for others within two seconds, and nothing lies about', () =>
    withEditor(realKernel, 'endless', async (editor, path) => {
      assert.equal(await isFree(path), false);
      editor.process.kill('SIGKILL');
      await until(() => isFree(path), 2000);
      await until(() => !isAlive(editor.pid), 1000);
      assert.deepEqual(await readdir(dirname(path)), ['w.duckdb']);
    }));

  it('ends although its own thread is in the middle of something, too', () =>
    withEditor(breakable, 'endless', async (editor, path) => {
      const beside = (name: string) => join(dirname(path), name);
      await writeFile(beside('fault'), 'block');
      process.kill(editor.pid, 'SIGUSR2');
      await until(() => existsSync(beside('blocked')), 5000);
      editor.process.kill('SIGKILL');
      await until(() => isFree(path), 2000);
    }));
});
