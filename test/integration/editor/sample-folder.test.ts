import assert from 'node:assert/strict';
import { startPlayground } from '../../editor/playground.ts';
import { layOutSamples } from '../../editor/sample-folder.ts';
import { inShell } from '../../support/cli.ts';

describe('The folder that is laid out to try the editor in', function () {
  this.timeout(60_000);

  it('works with the playground although the person has keys of their own in the environment', () =>
    inShell(async shell => {
      const playground = await startPlayground('--songs=20', '--days=2', '--users=5');
      try {
        await layOutSamples(shell.folder, playground);
        const env = {
          AWS_ACCESS_KEY_ID: 'AKIAOFTHEPERSON00000',
          AWS_SECRET_ACCESS_KEY: 'own',
          AWS_REGION: 'eu-north-1',
        };
        const { code, stderr } = await shell.sparkifyWith({ env }, 'extract', '--max-rejects', '100%');
        assert.equal(code, 0, stderr);
      } finally {
        await playground.stop();
      }
    }));
});
