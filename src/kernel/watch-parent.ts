import { workerData } from 'node:worker_threads';

// A thread of its own: the kernel's may be in the middle of something when the editor goes, and an orphan would hold the file's lock.
const { parent, graceMs } = workerData as { parent: number; graceMs: number };

// Elsewhere an orphan is given to another parent; Windows keeps telling the number of who is gone.
function isGone(): boolean {
  if (process.platform !== 'win32') return process.ppid !== parent;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

const watching = setInterval(() => {
  if (!isGone()) return;
  clearInterval(watching);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs);
}, 250);
