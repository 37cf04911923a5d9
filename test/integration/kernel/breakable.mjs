import { writeFileSync } from 'node:fs';

// The kernel as it is built, with two ways to break it that nobody has from outside.
process.on('SIGUSR2', () => {
  writeFileSync('blocked', '');
  for (;;);
});
process.on('SIGWINCH', () => process.abort());

await import('../../../dist/kernel.js');
