import { Disposable, type FileRenameEvent, type NotebookDocument, workspace } from 'vscode';
import { nameAfter } from './name-after.ts';

/** Knows which open notebook a notebook was, whose file or folder was renamed: the editor closes the one and opens the other. */
export class RenamedNotebooks implements Disposable {
  /** By the address they are to have; the old ones may close before it is known whether that succeeds. */
  #leaving = new Map<string, NotebookDocument>();
  readonly #renamed = new Map<string, NotebookDocument>();
  readonly #listening = Disposable.from(
    workspace.onWillRenameFiles(({ files }) => {
      this.#leaving = openBeneath(files);
    }),
    workspace.onDidRenameFiles(() => {
      for (const [address, notebook] of this.#leaving) this.#renamed.set(address, notebook);
      this.#leaving.clear();
    }),
  );

  /** The document that it was; it is told once. */
  formerOf({ uri }: NotebookDocument): NotebookDocument | undefined {
    const former = this.#renamed.get(uri.toString());
    this.#renamed.delete(uri.toString());
    return former;
  }

  /** About to open under another name. */
  isBetweenNames(notebook: NotebookDocument): boolean {
    return [...this.#leaving.values(), ...this.#renamed.values()].includes(notebook);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

function openBeneath(files: FileRenameEvent['files']): Map<string, NotebookDocument> {
  const renamed = new Map<string, NotebookDocument>();
  for (const { oldUri, newUri } of files) {
    for (const notebook of workspace.notebookDocuments) {
      const address = nameAfter(notebook.uri.toString(), oldUri.toString(), newUri.toString());
      if (address !== undefined) renamed.set(address, notebook);
    }
  }
  return renamed;
}
