import { type Disposable, type LogOutputChannel, window } from 'vscode';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** The log a person can open. What might be a secret is taken out before it comes here, and again here. */
export class Log implements Disposable {
  readonly #channel: LogOutputChannel = window.createOutputChannel('Sparkify', { log: true });
  readonly #hide: (line: string) => string;

  constructor(hide: (line: string) => string) {
    this.#hide = hide;
  }

  write(level: Level, line: string): void {
    this.#channel[level](this.#hide(line));
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
