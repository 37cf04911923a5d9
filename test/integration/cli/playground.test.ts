import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { RunSummary } from '../../../src/pipeline/events.ts';
import { documentOf, inShell } from '../../support/cli.ts';

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
});
