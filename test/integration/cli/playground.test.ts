import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { RunSummary } from '../../../src/pipeline/events.ts';
import { until } from '../../editor/until.ts';
import { cli, documentOf, inShell } from '../../support/cli.ts';
import { isAlive } from '../kernel/is-alive.ts';

interface Ready {
  readonly url: string;
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

describe('sparkify playground', () => {
  it('serves until it is told to stop, and says what makes the other commands use it', () =>
    inShell(async shell => {
      const playground = shell.start('playground', '--songs', '20', '--days', '70', '--users', '5', '--json');
      const [line] = (await once(createInterface({ input: playground.stdout! }), 'line')) as [string];
      const { url, flags, environment } = JSON.parse(line) as Ready;
      const second = await shell.sparkify('playground', '--port', new URL(url).port);
      assert.equal(second.code, 2);
      assert.match(second.stderr, /Port \d+ is taken/);

      const run = await shell.sparkifyWith({ env: environment }, 'etl', ...flags, '--max-rejects', '100%', '--json');
      assert.doesNotMatch(run.stderr, /Warning/);
      assert.equal(run.code, 0, run.stderr);
      assert.equal(documentOf<RunSummary>(run).objects.read, 90);

      playground.kill('SIGINT');
      const [code] = await once(playground, 'exit');
      assert.equal(code, 0);
    }));

  it('ends when the editor that started it says so, though they are still connected', async () => {
    const playground = fork(cli, ['playground', '--json', '--songs', '20', '--days', '1', '--users', '5'], {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    await once(createInterface({ input: playground.stdout! }), 'line');
    playground.kill();
    await once(playground, 'exit');
  });

  it('ends when the editor that started it is killed', async () => {
    const editor = spawn(process.execPath, ['-e', editorWithPlayground], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: editor.stdout }), 'line')) as [string];
    const playground = Number(line);
    try {
      assert.ok(isAlive(playground));
      editor.kill('SIGKILL');
      await until('the playground is gone', () => !isAlive(playground));
    } finally {
      editor.kill('SIGKILL');
      if (isAlive(playground)) process.kill(playground, 'SIGKILL');
    }
  });
});

/** Forks it as the extension does, and tells its number when it serves. */
const editorWithPlayground = `
  const child = require('node:child_process').fork(${JSON.stringify(cli)}, ['playground', '--json'], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout.once('data', () => console.log(child.pid));`;
