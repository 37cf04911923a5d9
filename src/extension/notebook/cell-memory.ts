import { join } from 'node:path';
import {
  type Disposable,
  type NotebookCell,
  NotebookCellKind,
  type NotebookDocument,
  TabInputNotebook,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Payload } from '../../output/payload.ts';
import type { Log } from '../log.ts';
import { editorSettings } from '../settings.ts';
import { cellKeys } from './cell-key.ts';
import { namesIn } from './cell-name.ts';
import { KeptOutputs } from './kept-outputs.ts';

/** What a cell showed in an earlier session of the editor. */
export interface Remembered {
  readonly cell: NotebookCell;
  readonly payloads: readonly Payload[];
}

/** Remembers the outputs of cells beside the workspace, for when its window is opened again. */
export class CellMemory implements Disposable {
  readonly #kept: KeptOutputs;
  readonly #log: Log;
  readonly #listening: Disposable[];
  #isTidied = false;

  constructor(storage: Uri, log: Log) {
    this.#log = log;
    this.#kept = new KeptOutputs(join(storage.fsPath, 'outputs'), () => editorSettings().keptBytes);
    this.#listening = [
      workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#inPassing(this.#kept.move(oldUri.toString(), newUri.toString()));
      }),
      workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.#inPassing(this.#kept.forget(uri.toString()));
      }),
    ];
  }

  keep(cell: NotebookCell, payloads: readonly Payload[]): void {
    const key = keysOf(cell.notebook).get(cell);
    if (key === undefined) return;
    this.#inPassing(this.#kept.keep(cell.notebook.uri.toString(), key, { madeAtMs: Date.now(), payloads }));
    if (this.#isTidied) return;
    this.#isTidied = true;
    this.#inPassing(this.#kept.tidy(isThere));
  }

  forget(cell: NotebookCell): void {
    const key = keysOf(cell.notebook).get(cell);
    if (key !== undefined) this.#inPassing(this.#kept.forget(cell.notebook.uri.toString(), key));
  }

  /** The notebook has another name from now on. */
  move({ uri: from }: NotebookDocument, { uri: to }: NotebookDocument): void {
    this.#inPassing(this.#kept.move(from.toString(), to.toString()));
  }

  forgetNotebook({ uri }: NotebookDocument): void {
    this.#inPassing(this.#kept.forget(uri.toString()));
  }

  has({ uri }: NotebookDocument): Promise<boolean> {
    return this.#kept.has(uri.toString());
  }

  /** What there is for cells that show nothing yet, marked as what it is. */
  async recall(notebook: NotebookDocument): Promise<Remembered[]> {
    const recalled: Remembered[] = [];
    for (const [cell, key] of keysOf(notebook)) {
      const kept = cell.outputs.length === 0 ? await this.#kept.recall(notebook.uri.toString(), key) : undefined;
      if (!kept) continue;
      const restored = { madeAtMs: kept.madeAtMs, key };
      recalled.push({ cell, payloads: kept.payloads.map(payload => ({ ...payload, restored })) });
    }
    return recalled;
  }

  /** Nobody waits for it, and a cell that ran is none the worse when its output cannot be kept. */
  #inPassing(work: Promise<void>): void {
    work.catch((error: Error) => this.#log.write('warn', `Outputs are not kept for a later session: ${error.message}`));
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }
}

/** The keys of cells that run. */
export function keysOf(notebook: NotebookDocument): Map<NotebookCell, string> {
  const cells = notebook.getCells().filter(({ kind }) => kind === NotebookCellKind.Code);
  const names = namesIn(notebook);
  const contents = cells.map(cell => ({
    language: cell.document.languageId,
    text: cell.document.getText(),
    name: names.get(cell),
  }));
  const keys = cellKeys(contents);
  return new Map(cells.map((cell, i) => [cell, keys[i]!]));
}

/** A notebook that was never saved is there as long as a tab shows it. */
async function isThere(notebook: string): Promise<boolean> {
  const uri = Uri.parse(notebook);
  if (uri.scheme !== 'file') {
    const tabs = window.tabGroups.all.flatMap(({ tabs }) => tabs);
    return tabs.some(({ input }) => input instanceof TabInputNotebook && input.uri.toString() === notebook);
  }
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
