import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, inShell } from '../../support/cli.ts';

const demo = fileURLToPath(new URL('../../../scripts/demo.ts', import.meta.url));

describe('the demo', () => {
  it('brings a lake in, finds nothing new, then one late day, and answers three questions', () =>
    inShell(async ({ folder }) => {
      const home = join(folder, 'demo');
      const run = await ended(spawn(process.execPath, ['--import', 'tsx', demo, home]));
      assert.equal(run.code, 0, run.stderr);
      const [, , , first = '', again = '', late = '', ...answers] = run.stdout.split(/^\d\. /m);
      assert.match(first, /Run 1 succeeded.* 2,030 read.*29 of 29 passed.*to s3:\/\/exports\/star.*demo\/parquet/s);
      assert.match(again, /Run 2 found nothing new.* 0 read, 2,030 unchanged/s);
      assert.match(late, /Run 3 succeeded.* 1 read, 2,030 unchanged/s);
      assert.equal(answers.length, 3);
      for (const answer of answers) assert.match(answer, /\n\([235] rows\)\n/);
      assert.match(answers.at(-1)!, /What to try next/);
      assert.ok(existsSync(join(home, 'parquet/latest.json')));
    })).timeout(60_000);
});
