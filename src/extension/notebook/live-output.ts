import type { NotebookCellExecution, NotebookCellOutput } from 'vscode';
import type { Payload } from '../../output/payload.ts';
import { itemsOf, outputOf, outputsOf } from './outputs.ts';

const betweenMs = 100;
/** So often what nobody told anew of still shows how long it has gone on. */
const atLeastEveryMs = 1000;

/** What a cell shows while it runs: the same outputs with other items, at most ten times a second, so that nothing flickers. */
export class LiveOutput {
  readonly #execution: NotebookCellExecution;
  readonly #payloads: () => readonly Payload[];
  readonly #shown: NotebookCellOutput[] = [];
  #timer: NodeJS.Timeout | undefined;
  #drawing: Promise<void> | undefined;
  #drawnMs = 0;
  #isStale = false;
  #isOver = false;

  constructor(execution: NotebookCellExecution, payloads: () => readonly Payload[]) {
    this.#execution = execution;
    this.#payloads = payloads;
  }

  /** There is something new to show. */
  update(): void {
    this.#isStale = true;
    this.#schedule(Math.max(0, this.#drawnMs + betweenMs - Date.now()));
  }

  /** The last word, in the place of what was shown meanwhile. */
  async end(payloads: readonly Payload[]): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await this.#drawing;
    const continues = this.#shown.length > 0 && this.#shown.every((_, i) => payloads[i]?.kind === 'run');
    if (!continues) return void (await this.#execution.replaceOutput(outputsOf(payloads)));
    for (const [i, output] of this.#shown.entries()) {
      await this.#execution.replaceOutputItems(itemsOf(payloads[i]!), output);
    }
    const more = payloads.slice(this.#shown.length);
    if (more.length > 0) await this.#execution.appendOutput(outputsOf(more));
  }

  #schedule(inMs: number): void {
    if (this.#isOver || this.#drawing !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#drawing = this.#draw();
    }, inMs);
  }

  async #draw(): Promise<void> {
    this.#drawnMs = Date.now();
    this.#isStale = false;
    try {
      await this.#show(this.#payloads());
    } catch {
      // The cell or its notebook is gone: nobody looks on any more.
      this.#isOver = true;
    }
    this.#drawing = undefined;
    this.#schedule(this.#isStale ? Math.max(0, this.#drawnMs + betweenMs - Date.now()) : atLeastEveryMs);
  }

  /** Only the last of several runs goes on: those before have said what they had to say, when the next began. */
  async #show(payloads: readonly Payload[]): Promise<void> {
    const known = this.#shown.length;
    for (const [i, output] of this.#shown.entries()) {
      if (i >= known - 1) await this.#execution.replaceOutputItems(itemsOf(payloads[i]!), output);
    }
    for (const payload of payloads.slice(known)) {
      const output = outputOf(payload);
      if (this.#shown.length === 0) await this.#execution.replaceOutput(output);
      else await this.#execution.appendOutput(output);
      this.#shown.push(output);
    }
  }
}
