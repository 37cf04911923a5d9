import type { Paint } from '../base/paint.ts';
import type { RunEvent, StepName } from '../pipeline/events.ts';
import { logLine } from './run-lines.ts';
import { liveLines } from './run-live.ts';
import { afterEvent, type RunState, waitingRun } from './run-state.ts';

export interface ScreenTerminal {
  readonly columns?: number;
  write(text: string): unknown;
}

const redrawMs = 100;
const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
const clearBelow = '\x1b[J';

/** The live view of one run on a terminal: drawn over itself, at most ten times a second, until it is closed. */
export class RunScreen {
  readonly #terminal: ScreenTerminal;
  readonly #paint: Paint;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #run: RunState;
  #drawnLines = 0;
  #isClosed = false;

  constructor(terminal: ScreenTerminal, paint: Paint, steps: readonly StepName[], now: () => number = Date.now) {
    this.#terminal = terminal;
    this.#paint = paint;
    this.#now = now;
    this.#run = waitingRun(steps);
    this.#terminal.write(hideCursor);
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), redrawMs);
    this.#timer.unref();
  }

  readonly emit = (event: RunEvent): void => {
    this.#run = afterEvent(this.#run, event, this.#now());
    if (event.type === 'warning') this.say(this.#paint.yellow(logLine(event)!));
  };

  /** A line that stays, above the view, which comes back with the next redraw. */
  say(line: string): void {
    if (this.#isClosed) return;
    this.#terminal.write(`${this.#toTop()}${clearBelow}${line}\n`);
    this.#drawnLines = 0;
  }

  /** Leaves the last state on the screen. */
  close(): void {
    if (this.#isClosed) return;
    this.#draw();
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#terminal.write(showCursor);
  }

  #draw(): void {
    if (this.#isClosed) return;
    // A line as wide as the terminal would wrap on some of them, and the cursor's way up would be too short. Some that
    // were never told their size say 0.
    const lines = liveLines(this.#run, (this.#terminal.columns || 80) - 1, this.#now(), this.#paint);
    const text = lines.map(line => `${line}\x1b[K\n`).join('');
    this.#terminal.write(`${this.#toTop()}${text}${lines.length < this.#drawnLines ? clearBelow : ''}`);
    this.#drawnLines = lines.length;
  }

  #toTop(): string {
    return this.#drawnLines > 0 ? `\x1b[${this.#drawnLines}A\r` : '\r';
  }
}
