import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import * as protocol from '../../../src/kernel/protocol.ts';
import { failsWith } from '../../support/lakes.ts';
import { inFolder, place, realKernel, tested } from './kernels.ts';

const usual = { version: protocol.protocolVersion, warehouse: '/nowhere/w.duckdb', idleCloseMs: 60_000, pageRows: 100 };

/** The kernel as an editor of any version sees it. */
async function bare(work: (connection: ReturnType<typeof createMessageConnection>) => Promise<void>): Promise<void> {
  const child = fork(realKernel, [], { execArgv: [], serialization: 'advanced' });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  try {
    await work(connection);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    connection.dispose();
  }
}

describe('the kernel as it is built', () => {
  it('refuses an editor of another version in a sentence', () =>
    bare(connection =>
      assert.rejects(connection.sendRequest(protocol.open, { ...usual, version: 99 }), {
        message: /speaks version 99 of the protocol and its kernel version 1: reload the window/,
        data: { code: 'kernel.version', position: undefined },
      }),
    ));

  it('refuses to be asked before it has a warehouse, and to be given another', () =>
    bare(async connection => {
      await assert.rejects(connection.sendRequest(protocol.catalog, { place }), { message: /before it was told/ });
      await connection.sendRequest(protocol.open, usual);
      await assert.rejects(connection.sendRequest(protocol.open, usual), { message: /has its warehouse already/ });
    }));

  it('ends in order when it is told to', () =>
    inFolder(async folder => {
      const { kernel, exits, log } = tested({ script: realKernel, warehouse: join(folder, 'w.duckdb') });
      await kernel.restart();
      await kernel.stop();
      assert.deepEqual(exits, [undefined]);
      assert.match(
        log.join('\n'),
        /^info: Kernel \d+ on .* started in \d+ ms \(DuckDB v[\d.]+\)\.\ninfo: .*was stopped\.$/,
      );
    }));

  it('ends of a signal as any process does, once it has let go of the file', () =>
    inFolder(async folder => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
        const { kernel, log, reaches } = tested({ script: realKernel, warehouse: join(folder, 'w.duckdb') });
        await kernel.restart();
        process.kill(kernel.pid!, signal);
        await reaches('dead');
        assert.match(log.at(-1)!, new RegExp(`ended unexpectedly \\(${signal}\\)`));
      }
    }));

  it('ends when its editor hangs up, in the middle of a statement as well', () =>
    inFolder(async folder => {
      const child = fork(realKernel, [], { execArgv: [], serialization: 'advanced' });
      const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
      connection.listen();
      try {
        await connection.sendRequest(protocol.open, { ...usual, warehouse: join(folder, 'w.duckdb') });
        const endless = 'SELECT count(*) FROM range(1_000_000) a, range(1_000_000) b';
        const execute = { place, execution: 'e', language: 'sql', text: endless, names: [] } as const;
        connection.sendRequest(protocol.execute, execute).catch(() => undefined);
        // Who answers this has heard of the other.
        await connection.sendRequest(protocol.ping, {});
        const exit = once(child, 'exit');
        const hungUpMs = performance.now();
        child.disconnect();
        await exit;
        assert.ok(performance.now() - hungUpMs < 1000);
      } finally {
        child.kill('SIGKILL');
        connection.dispose();
      }
    }));

  it('says in a shell what it is', async () => {
    const child = spawn(process.execPath, [realKernel]);
    const [[code], said] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    assert.equal(code, 2);
    assert.match(said, /This is what the editor works with/);
  });

  it('names the platforms there are where DuckDB has no library for this one', () =>
    inFolder(async folder => {
      // An installation for another platform: all is there but the library.
      await cp(dirname(realKernel), join(folder, 'dist'), { recursive: true });
      const { kernel, run, states } = tested({
        script: join(folder, 'dist', 'kernel.js'),
        warehouse: join(folder, 'w.duckdb'),
      });
      const refused = failsWith(
        'warehouse.platform',
        /^DuckDB does not load on \w+-\w+\. Sparkify runs on linux-x64, .*win32-arm64: install the build made for this platform\.$/,
      );
      await assert.rejects(run('SELECT 1'), refused);
      await assert.rejects(kernel.catalog(place), refused);
      assert.deepEqual(states, ['starting', 'dead']);
      await kernel.dispose();
    }));
});
