import { readFileSync, writeFileSync } from 'node:fs';

/** What a fault of ours, or of a library, could do to the kernel from within. */
const faults = {
  abort: () => process.abort(),
  block: () => {
    writeFileSync('blocked', '');
    for (;;);
  },
  throw: () => {
    throw new Error('Nobody caught this.');
  },
};

// The kernel as it is built, and a way to break it that nobody has from outside: a file beside the warehouse says how.
process.on('SIGUSR2', () => faults[readFileSync('fault', 'utf8')]());

await import('../../../dist/kernel.js');
