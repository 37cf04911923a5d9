import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Another process that has a kernel, which is in the middle of that work. */
async function editorWith(script: string, warehouse: string, work: 'nothing' | 'endless'): Promise<Editor> {
  const parent = fileURLToPath(new URL('parent.ts', import.meta.url));
  const editor = spawn(process.execPath, ['--import', 'tsx', parent, script, warehouse, work], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: editor.stdout })) return { process: editor, pid: Number(line) };
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
    inFolder(async folder => {
      const editor = await editorWith(realKernel, join(folder, 'w.duckdb'), 'nothing');
      editor.process.kill('SIGKILL');
      await until(() => !isAlive(editor.pid), 1000);
    }));

  it('interrupts its statement and ends: the file is free for others within two seconds, and nothing lies about', () =>
    inFolder(async folder => {
      const path = join(folder, 'w.duckdb');
      const editor = await editorWith(realKernel, path, 'endless');
      assert.equal(await isFree(path), false);
      editor.process.kill('SIGKILL');
      await until(() => isFree(path), 2000);
      await until(() => !isAlive(editor.pid), 1000);
      assert.deepEqual(await readdir(folder), ['w.duckdb']);
    }));

  it('ends although its own thread is in the middle of something, too', () =>
    inFolder(async folder => {
      const path = join(folder, 'w.duckdb');
      const editor = await editorWith(breakable, path, 'endless');
      await writeFile(join(folder, 'fault'), 'block');
      process.kill(editor.pid, 'SIGUSR2');
      await until(() => existsSync(join(folder, 'blocked')), 5000);
      editor.process.kill('SIGKILL');
      await until(() => isFree(path), 2000);
    }));
});
