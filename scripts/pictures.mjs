// README's pictures, taken in the real editor while a test takes the first steps: npm run pictures.
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';

const { status } = spawnSync(process.execPath, ['scripts/test.mjs', 'ui', '--only', 'first-steps'], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);
for (const name of ['first-steps', 'first-answers', 'palette']) {
  copyFileSync(`.test-tmp/ui-screenshots/${name}.png`, `media/${name}.png`);
}
