import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from '../../base/fingerprint.ts';
import { jsonText } from '../../output/json-text.ts';
import type { Payload } from '../../output/payload.ts';
import { nameAfter } from './name-after.ts';

/** What a cell showed, and when it was made. */
export interface KeptOutput {
  readonly madeAtMs: number;
  readonly payloads: readonly Payload[];
}

interface KeptFile {
  readonly path: string;
  readonly size: number;
  readonly madeMs: number;
}

const noteName = 'notebook.json';

/** The outputs of notebooks, a file a cell, in a folder of the editor's own: they outlive the window, and never stand in the notebook. */
export class KeptOutputs {
  readonly #folder: string;
  readonly #mostBytes: () => number;
  /** What is asked of the folder is done in its order. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, mostBytes: () => number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** The oldest give way where there is no room. */
  keep(notebook: string, cell: string, output: KeptOutput): Promise<void> {
    return this.#inOrder(async () => {
      const text = jsonText(output);
      if (Buffer.byteLength(text) > this.#mostBytes()) return rm(this.#fileOf(notebook, cell), { force: true });
      await mkdir(this.#folderOf(notebook), { recursive: true });
      await writeWhole(join(this.#folderOf(notebook), noteName), jsonText({ notebook }));
      const file = this.#fileOf(notebook, cell);
      await writeWhole(file, text);
      await utimes(file, output.madeAtMs / 1000, output.madeAtMs / 1000);
      await this.#makeRoom();
    });
  }

  recall(notebook: string, cell: string): Promise<KeptOutput | undefined> {
    return this.#inOrder(async () => {
      try {
        return JSON.parse(await readFile(this.#fileOf(notebook, cell), 'utf8')) as KeptOutput;
      } catch {
        // None was kept, or it was broken off: there is nothing to show either way.
        return undefined;
      }
    });
  }

  /** Whether there is anything to recall for it. */
  has(notebook: string): Promise<boolean> {
    return this.#inOrder(async () => (await namesIn(this.#folderOf(notebook))).some(name => name !== noteName));
  }

  /** Of one cell, or of the notebook and of all that lie beneath it, if it is a folder. */
  forget(address: string, cell?: string): Promise<void> {
    return this.#inOrder(async () => {
      if (cell !== undefined) return rm(this.#fileOf(address, cell), { force: true });
      for (const notebook of await this.#notebooks()) {
        if (nameAfter(notebook, address, address) !== undefined) await this.#remove(notebook);
      }
    });
  }

  /** A notebook, or a folder of them, has another name from now on. */
  move(from: string, to: string): Promise<void> {
    return this.#inOrder(async () => {
      for (const notebook of await this.#notebooks()) {
        const name = nameAfter(notebook, from, to);
        if (name === undefined || name === notebook) continue;
        await this.#remove(name);
        await rename(this.#folderOf(notebook), this.#folderOf(name));
        await writeWhole(join(this.#folderOf(name), noteName), jsonText({ notebook: name }));
      }
    });
  }

  /** Forgets notebooks that are no more, and what no longer fits. */
  tidy(isThere: (notebook: string) => Promise<boolean>): Promise<void> {
    return this.#inOrder(async () => {
      for (const name of await namesIn(this.#folder)) {
        const folder = join(this.#folder, name);
        const notebook = await notebookOf(folder);
        if (notebook === undefined || !(await isThere(notebook))) await rm(folder, { recursive: true, force: true });
      }
      await this.#makeRoom();
    });
  }

  async #makeRoom(): Promise<void> {
    const files = (await this.#files()).sort((a, b) => b.madeMs - a.madeMs);
    let room = this.#mostBytes();
    for (const { path, size } of files) {
      room -= size;
      if (room < 0) await rm(path, { force: true });
    }
  }

  async #notebooks(): Promise<string[]> {
    const folders = await namesIn(this.#folder);
    const notebooks = await Promise.all(folders.map(name => notebookOf(join(this.#folder, name))));
    return notebooks.filter(notebook => notebook !== undefined);
  }

  #remove(notebook: string): Promise<void> {
    return rm(this.#folderOf(notebook), { recursive: true, force: true });
  }

  async #files(): Promise<KeptFile[]> {
    const paths: string[] = [];
    for (const folder of await namesIn(this.#folder)) {
      const names = await namesIn(join(this.#folder, folder));
      paths.push(...names.filter(name => name !== noteName).map(name => join(this.#folder, folder, name)));
    }
    return Promise.all(
      paths.map(async path => {
        const { size, mtimeMs } = await stat(path);
        return { path, size, madeMs: mtimeMs };
      }),
    );
  }

  #folderOf(notebook: string): string {
    return join(this.#folder, fingerprint(notebook));
  }

  #fileOf(notebook: string, cell: string): string {
    return join(this.#folderOf(notebook), `${cell}.json`);
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function notebookOf(folder: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(join(folder, noteName), 'utf8')) as { notebook: string }).notebook;
  } catch {
    return undefined;
  }
}

/** A window that closes half-way leaves the old file or the new one. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
