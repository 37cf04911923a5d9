import {
  commands,
  Disposable,
  type NotebookEditor,
  type NotebookRendererMessaging,
  notebooks,
} from 'vscode';
import { asSparkifyError } from '../../base/errors.ts';
import { type FromRenderer, type PageRequest, readFromRenderer, type ToRenderer } from '../../output/messages.ts';
import type { Log } from '../log.ts';
import type { Notebooks } from './notebooks.ts';
import { restoredOf } from './restored.ts';

export interface MessageTools {
  readonly notebooks: Notebooks;
  readonly log: Log;
  openRejects(warehouse: string, run: number): Promise<void>;
}

/** So many rows at once keep the editor's own thread free. */
const mostRows = 10_000;

/** Answers what outputs ask for: further pages, the rejects of a run, running again, the log. */
export class RendererMessages implements Disposable {
  readonly #tools: MessageTools;
  readonly #listening: Disposable;

  constructor(renderers: readonly string[], tools: MessageTools) {
    this.#tools = tools;
    this.#listening = Disposable.from(
      ...renderers.map(id => {
        const messaging = notebooks.createRendererMessaging(id);
        return messaging.onDidReceiveMessage(({ editor, message }) => {
          const read = readFromRenderer(message);
          if (read) void this.#answer(read, editor, messaging).catch(error => this.#logFault(error));
        });
      }),
    );
  }

  async #answer(message: FromRenderer, editor: NotebookEditor, messaging: NotebookRendererMessaging): Promise<void> {
    switch (message.type) {
      case 'page':
        await messaging.postMessage(await this.#page(message, editor), editor);
        return;
      case 'openRejects':
        return this.#tools.openRejects(message.warehouse, message.run);
      case 'runAgain':
        return this.#runAgain(message.output, editor);
      case 'openLog':
        return this.#tools.log.show();
    }
  }

  async #page({ request, result, offset, limit }: PageRequest, { notebook }: NotebookEditor): Promise<ToRenderer> {
    const holder = this.#tools.notebooks.of(notebook)?.holderOf(result);
    if (!holder) {
      const message = 'This result is not held any more: run the cell again for further rows.';
      return { type: 'pageRefused', request, code: 'kernel.ended', message };
    }
    try {
      const page = await holder.kernel.page({ result, offset, limit: Math.min(limit, mostRows) });
      return { type: 'page', request, ...page };
    } catch (error) {
      const { code, message } = asSparkifyError(error);
      return { type: 'pageRefused', request, code, message };
    }
  }

  async #runAgain(output: string, { notebook }: NotebookEditor): Promise<void> {
    const cell = this.#tools.notebooks.of(notebook)?.holderOf(output)?.cell ?? notebook.getCells().find(each => restoredOf(each)?.key === output);
    if (!cell || cell.index < 0) return;
    const ranges = [{ start: cell.index, end: cell.index + 1 }];
    await commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
  }

  #logFault(error: unknown): void {
    this.#tools.log.write('error', asSparkifyError(error).message);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
