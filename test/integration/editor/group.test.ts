import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { until } from '../../editor/until.ts';

const group = new URL('../../editor/group.ts', import.meta.url).href;
const grandchild = 'setInterval(() => {}, 1000)';
const child = `
  const { pid } = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]);
  console.log(process.pid, pid);
  ${grandchild}`;

/** A program that starts a group, tells who is in it, and does `then`. */
async function startMaker(then: string): Promise<{ maker: ChildProcess; members: number[] }> {
  const script = `
    import { startGroup } from ${JSON.stringify(group)};
    const group = startGroup(process.execPath, ['-e', ${JSON.stringify(child)}], { cwd: '.', env: process.env });
    group.child.stdout.pipe(process.stdout);
    ${then}`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  const maker = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: maker.stdout! }), 'line')) as [string];
  return { maker, members: line.split(' ').map(Number) };
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

describe('A process group', () => {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  it('ends with whoever started it, even by kill -9', async () => {
    const { maker, members } = await startMaker('');
    assert.deepEqual(members.map(isGone), [false, false]);
    maker.kill('SIGKILL');
    await until('both processes are gone', () => members.every(isGone));
  });

  it('ends when it is told to, with all that it started', async () => {
    const { maker, members } = await startMaker(`
      process.stdin.once('data', async () => {
        await group.end();
        console.log('ended');
      });`);
    const lines = createInterface({ input: maker.stdout! });
    maker.stdin!.write('now');
    const [line] = (await once(lines, 'line')) as [string];
    assert.equal(line, 'ended');
    await until('both processes are gone', () => members.every(isGone));
    maker.kill();
  });
});
