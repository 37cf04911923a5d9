import type { Paint } from '../../base/paint.ts';
import { logLine } from '../../output/run-lines.ts';
import { RunScreen } from '../../output/run-screen.ts';
import type { Emit, StepName } from '../../pipeline/events.ts';

/** How a run is followed on standard error: live on a terminal, a line a step in a log, warnings only when quiet. */
export interface Progress {
  readonly emit: Emit;
  tell(line: string): void;
  close(): void;
}

export interface ProgressOptions {
  /** What a run will take; none for commands that are not runs. */
  readonly steps: readonly StepName[];
  readonly isQuiet: boolean;
  readonly paint: Paint;
}

export function progressOn(terminal: NodeJS.WriteStream, { steps, isQuiet, paint }: ProgressOptions): Progress {
  if (terminal.isTTY && steps.length > 0 && !isQuiet) {
    const screen = new RunScreen(terminal, paint, steps);
    return { emit: screen.emit, tell: line => screen.say(line), close: () => screen.close() };
  }
  const tell = (line: string) => {
    terminal.write(`${line}\n`);
  };
  return {
    emit: event => {
      const line = isQuiet && event.type !== 'warning' ? undefined : logLine(event);
      if (line !== undefined) tell(line);
    },
    tell,
    close: () => undefined,
  };
}
