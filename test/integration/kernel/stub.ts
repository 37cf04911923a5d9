import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type CancellationToken,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
} from 'vscode-jsonrpc/node';
import * as protocol from '../../../src/kernel/protocol.ts';
import type { Executed } from '../../../src/session/asked.ts';
import { isAlive } from './is-alive.ts';

// Speaks as a kernel does, and does what a kernel never should: what is asked of it says what.

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const never = new Promise<never>(() => undefined);

const executed = (text: string, status: Executed['status'] = 'succeeded'): Executed => ({
  status,
  outputs: [{ kind: 'text', version: 1, text }],
  elapsedMs: 1,
});

/** The memory limit it is given says how it starts. */
const starts: Record<string, () => protocol.Opened | ResponseError<protocol.CallFailure> | Promise<never>> = {
  abort: () => process.abort(),
  exit: () => {
    process.stderr.write('Error: there is no such thing\n');
    return process.exit(7);
  },
  hang: () => never,
  refuse: () => new ResponseError(1, 'No library for this machine.', { code: 'warehouse.platform' }),
  well: () => ({ pid: process.pid, duckdb: 'none' }),
};

/** The first word of a cell says what becomes of it. */
const cells: Record<string, (rest: string, token: CancellationToken) => Executed | Promise<Executed>> = {
  abort: () => process.abort(),
  busy: () => {
    for (;;);
  },
  exit: code => process.exit(Number(code)),
  deaf: () => never,
  wait: (_, token) => new Promise(resolve => token.onCancellationRequested(() => resolve(executed('', 'cancelled')))),
  pid: () => executed(String(process.pid)),
  world: () => executed(JSON.stringify({ env: process.env, argv: process.argv, execArgv: process.execArgv })),
  last: words => {
    setImmediate(() => process.kill(process.pid, 'SIGKILL'));
    return executed(words);
  },
  hangup: () => {
    process.removeAllListeners('disconnect').disconnect();
    setInterval(() => undefined, 1000);
    return never;
  },
  print: words => {
    process.stderr.write(`${words}\n`);
    return executed('');
  },
};

/** As DuckDB's lock would have it: one process a file. */
function holderOf(warehouse: string): number | undefined {
  const note = `${warehouse}.holder`;
  const holder = existsSync(note) ? Number(readFileSync(note, 'utf8')) : undefined;
  if (holder !== undefined && isAlive(holder)) return holder;
  if (existsSync(dirname(note))) writeFileSync(note, String(process.pid));
  return undefined;
}

connection.onRequest(protocol.open, ({ memoryLimit = 'well', warehouse }) => {
  const holder = holderOf(warehouse);
  if (holder !== undefined) return new ResponseError(1, `Held by process ${holder}.`, { code: 'warehouse.locked' });
  return starts[memoryLimit]!();
});
connection.onRequest(protocol.execute, ({ execution, text }, token) => {
  const [first = '', ...rest] = text.split(' ');
  const warning = { type: 'warning', message: text } as const;
  void connection.sendNotification(protocol.event, { execution, event: warning });
  return cells[first]!(rest.join(' '), token);
});
connection.onRequest(protocol.catalog, () => process.abort());
connection.onRequest(protocol.complete, () => {
  const position = { line: 2, column: 3 };
  return new ResponseError<protocol.CallFailure>(1, 'Wrong word.', { code: 'usage.option', position });
});
connection.onRequest(protocol.ping, () => undefined);
connection.onRequest(protocol.shutdown, () => undefined);
// Long enough for another to get in its way, where that does not wait.
process.once('disconnect', () => setTimeout(() => process.exit(0), 150));
connection.listen();
