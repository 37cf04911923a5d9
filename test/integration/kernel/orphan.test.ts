import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isAlive } from './is-alive.ts';
import { inFolder, realKernel } from './kernels.ts';

const breakable = fileURLToPath(new URL('breakable.mjs', import.meta.url));

/** Another process that has a kernel, and runs a statement in it. */
async function editorWith(
  script: string,
  warehouse: string,
  sql?: string,
): Promise<{ editor: ChildProcess; pid: number }> {
  const parent = fileURLToPath(new URL('parent.ts', import.meta.url));
  const words = ['--import', 'tsx', parent, script, warehouse, ...(sql ? [sql] : [])];
  const editor = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: editor.stdout })) return { editor, pid: Number(line) };
  throw new Error('The editor ended before it had a kernel.');
}

async function until(isSo: () => boolean, atMostMs: number): Promise<number> {
  const begunMs = performance.now();
  while (!isSo()) {
    await setImmediate();
    assert.ok(performance.now() - begunMs < atMostMs, 'It took too long.');
  }
  return performance.now() - begunMs;
}

describe('a kernel whose editor was killed', () => {
  it('ends at once where it had nothing to do', () =>
    inFolder(async folder => {
      const { editor, pid } = await editorWith(realKernel, join(folder, 'w.duckdb'));
      editor.kill('SIGKILL');
      await until(() => !isAlive(pid), 2000);
    }));

  it('ends although its thread is in the middle of something', () =>
    inFolder(async folder => {
      const { editor, pid } = await editorWith(breakable, join(folder, 'w.duckdb'));
      process.kill(pid, 'SIGUSR2');
      await until(() => existsSync(join(folder, 'blocked')), 5000);
      editor.kill('SIGKILL');
      await until(() => !isAlive(pid), 2000);
    }));
});
