import { dirname } from 'node:path';
import { type Memento, type NotebookDocument, type Uri, workspace } from 'vscode';
import type { Place } from '../session/asked.ts';
import { environmentOf } from './call-environment.ts';
import type { Credentials } from './credentials.ts';
import type { Playground } from './playground.ts';
import type { Site } from './site.ts';

/** Where a notebook works that lies in no folder of its own, or on another warehouse than its folder's. */
export interface Chosen {
  readonly folder: string;
  readonly warehouse?: string | undefined;
}

/** All that a call to a kernel must know of where it comes from. */
export interface Bearings {
  readonly site: Site;
  readonly place: Place;
}

const chosenKey = 'sparkify.places';
const mostRemembered = 50;

/** Finds out where notebooks and palette commands work. */
export class Sites {
  readonly #state: Memento;
  readonly #credentials: Credentials;
  readonly #playground: Playground;

  constructor(state: Memento, credentials: Credentials, playground: Playground) {
    this.#state = state;
    this.#credentials = credentials;
    this.#playground = playground;
  }

  /** A notebook that is not saved yet remembers where it was opened for. */
  async remember(notebook: Uri, chosen: Chosen): Promise<void> {
    const { [notebook.toString()]: _, ...others } = this.#all();
    const kept = Object.entries(others).slice(1 - mostRemembered);
    await this.#state.update(chosenKey, { ...Object.fromEntries(kept), [notebook.toString()]: chosen });
  }

  async forget(notebook: Uri): Promise<void> {
    const { [notebook.toString()]: chosen, ...others } = this.#all();
    if (chosen) await this.#state.update(chosenKey, others);
  }

  chosenFor(notebook: NotebookDocument): Chosen | undefined {
    const { uri } = notebook;
    const chosen = this.#all()[uri.toString()];
    if (chosen) return chosen;
    if (uri.scheme === 'file') return { folder: dirname(uri.fsPath) };
    const folder = uri.scheme === 'untitled' ? workspace.workspaceFolders?.[0]?.uri : undefined;
    return folder?.scheme === 'file' ? { folder: folder.fsPath } : undefined;
  }

  /** For this text, which may name the lake it works on. */
  async ofNotebook(notebook: NotebookDocument, text = ''): Promise<Bearings> {
    const chosen = this.chosenFor(notebook);
    if (!chosen) throw (await import('./site.ts')).noPlace();
    return this.of(chosen, sessionOf(notebook), text);
  }

  async of({ folder, warehouse }: Chosen, session: string, text = ''): Promise<Bearings> {
    const { siteOf } = await import('./site.ts');
    const chosen = await this.#credentials.environment();
    const site = siteOf(folder, { ...process.env, ...chosen }, warehouse);
    const { served } = this.#playground;
    const isAtPlay = served !== undefined && (site.endpoint === served.url || text.includes(served.url));
    // The playground opens with what it told, and with nothing a person has chosen for other lakes.
    const access = isAtPlay ? { ...environmentOf({ how: 'keys' }), ...served.environment } : chosen;
    return { site, place: { session, folder, env: { ...access, SPARKIFY_WAREHOUSE: site.warehouse } } };
  }

  #all(): Readonly<Record<string, Chosen>> {
    return this.#state.get(chosenKey, {});
  }
}

/** A notebook's session in its kernel. */
export const sessionOf = ({ uri }: NotebookDocument): string => uri.toString();
