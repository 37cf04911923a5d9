import { randomUUID } from 'node:crypto';
import { type CancellationToken, commands, type Memento, type Progress, ProgressLocation, window } from 'vscode';
import type { Executed } from '../../session/asked.ts';
import type { Kernels } from '../kernels.ts';
import type { Sites, Where } from '../sites.ts';

/** A command of the pipeline, as it is written in a cell, and where it works. */
export interface RunRequest extends Where {
  readonly line: string;
}

/** How the palette is called in a kernel. */
export const paletteSession = 'palette';

const lastKey = 'sparkify.lastRun';

/** Runs that were asked for without a notebook; they go on in the same kernels as its cells. */
export class PipelineRuns {
  readonly #state: Memento;
  readonly #sites: Sites;
  readonly #kernels: Kernels;
  readonly #underWay = new Set<AbortController>();

  constructor(state: Memento, sites: Sites, kernels: Kernels) {
    this.#state = state;
    this.#sites = sites;
    this.#kernels = kernels;
    void this.#tellContext();
  }

  get last(): RunRequest | undefined {
    return this.#state.get<RunRequest>(lastKey);
  }

  get areUnderWay(): boolean {
    return this.#underWay.size > 0;
  }

  interrupt(): void {
    for (const stopping of this.#underWay) stopping.abort();
  }

  /** With a notification that shows how far it is and can cancel it. */
  async run(request: RunRequest): Promise<Executed> {
    await this.#state.update(lastKey, request);
    await this.#tellContext();
    const title = `Sparkify: ${request.line.split(' ', 1)[0]}`;
    return window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => this.#follow(request, progress, token),
    );
  }

  async #follow(
    request: RunRequest,
    progress: Progress<{ message?: string; increment?: number }>,
    token: CancellationToken,
  ): Promise<Executed> {
    const stopping = new AbortController();
    const cancelling = token.onCancellationRequested(() => stopping.abort());
    this.#underWay.add(stopping);
    try {
      return await this.#execute(request, progress, stopping.signal);
    } finally {
      cancelling.dispose();
      this.#underWay.delete(stopping);
    }
  }

  async #execute(
    request: RunRequest,
    progress: Progress<{ message?: string; increment?: number }>,
    signal: AbortSignal,
  ): Promise<Executed> {
    const { RunNotice } = await import('./run-notice.ts');
    const bearings = await this.#sites.bearings(request, paletteSession, request.line);
    const kernel = await this.#kernels.at(bearings.site.warehouse);
    const notice = new RunNotice(request.line, bearings, told => progress.report(told));
    const execution = randomUUID();
    const listening = kernel.onEvent(told => {
      if (told.execution === execution) notice.take(told.event);
    });
    try {
      const params = { place: bearings.place, execution, language: 'sparkify', text: request.line, names: [] } as const;
      return await kernel.execute(params, signal);
    } finally {
      listening.dispose();
      notice.end();
    }
  }

  async #tellContext(): Promise<void> {
    await commands.executeCommand('setContext', 'sparkify.hasRun', this.last !== undefined);
  }
}
