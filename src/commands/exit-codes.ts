import type { ErrorCode } from '../base/errors.ts';

/** How the shell command ends; help prints this. */
export const exitCodes = {
  0: 'done',
  1: 'failed by checks or rejects',
  2: 'wrong usage',
  3: 'the lake or its credentials',
  4: 'the warehouse',
  5: 'a fault of Sparkify',
  130: 'cancelled',
} as const;

export type ExitCode = Extract<keyof typeof exitCodes, number>;

const byFirstWord: Readonly<Record<string, ExitCode>> = {
  run: 1,
  usage: 2,
  notebook: 2,
  lake: 3,
  warehouse: 4,
  internal: 5,
  kernel: 5,
  cancelled: 130,
};

export const exitCodeOf = (code: ErrorCode): ExitCode => byFirstWord[code.split('.')[0]!] ?? 5;
