import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Ended {
  readonly stdout: string;
  /** From start to exit. */
  readonly seconds: number;
  /** Undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
}

/** Runs a process to its end, and measures it from outside. */
export async function measureProcess(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', data => (stdout += data));
  child.stderr.on('data', data => (stderr += data));
  let peakBytes: number | undefined;
  // The kernel keeps the high-water mark, so that seldom looking is enough; the last look is a moment before the end.
  const watch = setInterval(() => (peakBytes = peakOf(child.pid) ?? peakBytes), 20);
  const [code] = await new Promise<[number | null]>(resolve => child.on('close', code => resolve([code])));
  clearInterval(watch);
  const seconds = (performance.now() - begun) / 1000;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return { stdout, seconds, peakBytes };
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
