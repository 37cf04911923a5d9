import { type Disposable, type LogOutputChannel, window } from 'vscode';
import { Hidden } from '../kernel/hidden.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** The log a person can open. Secrets are taken out where lines are made, and here once more. */
export class Log implements Disposable {
  readonly #channel: LogOutputChannel = window.createOutputChannel('Sparkify', { log: true });
  readonly #hidden = new Hidden();

  constructor() {
    this.hide(process.env);
  }

  /** Values of these that are secrets by their names never appear. */
  hide(environment: Readonly<Record<string, string | undefined>>): void {
    this.#hidden.learn(environment);
  }

  write(level: Level, line: string): void {
    this.#channel[level](this.#hidden.in(line));
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
