import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Context } from 'mocha';
import { skipBecause } from '../support/skip.ts';
import { at } from './notebook-in-hand.ts';

export interface KernelProcess {
  readonly pid: number;
  /** What anybody on the machine may read of it. */
  readonly argv: string;
  readonly environment: string;
}

export function needsProc(context: Context): void {
  if (process.platform !== 'linux') skipBecause(context, 'only Linux shows processes as files');
}

/** The kernels that this extension host has started for a folder of the workspace, or for any. */
export function kernelsIn(folder?: string): KernelProcess[] {
  const numbers = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return numbers.flatMap(pid => {
    try {
      const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const [, parent] = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      const isOurs = argv.includes('dist/kernel.js') && Number(parent) === process.pid;
      const isThere = folder === undefined || readlinkSync(`/proc/${pid}/cwd`) === at(folder).fsPath;
      if (!isOurs || !isThere) return [];
      return [{ pid: Number(pid), argv, environment: readFileSync(`/proc/${pid}/environ`, 'utf8') }];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}
