import { dirname, isAbsolute } from 'node:path';
import { type Memento, type NotebookDocument, type Uri, workspace } from 'vscode';
import type { Place } from '../session/asked.ts';
import { environmentOf } from './call-environment.ts';
import type { Credentials } from './credentials.ts';
import type { Log } from './log.ts';
import type { Playground } from './playground.ts';
import type { Site } from './site.ts';

/** Where something works. */
export interface Where {
  readonly folder: string;
  /** Where it is not the one that the folder says. */
  readonly warehouse?: string | undefined;
}

/** All that a call to a kernel must know of where it comes from. */
export interface Bearings {
  readonly site: Site;
  readonly place: Place;
}

const warehousesKey = 'sparkify.warehouses';
const mostRemembered = 50;

/** Finds out where notebooks and palette commands work, and by whose leave. */
export class Sites {
  readonly #state: Memento;
  readonly #credentials: Credentials;
  readonly #playground: Playground;
  readonly #log: Log;

  constructor(state: Memento, credentials: Credentials, playground: Playground, log: Log) {
    this.#state = state;
    this.#credentials = credentials;
    this.#playground = playground;
    this.#log = log;
  }

  /** Undefined where the notebook lies in no folder yet, and none is open. */
  whereIs({ uri }: NotebookDocument): Where | undefined {
    const warehouse = this.#warehouses()[uri.toString()];
    const folder = folderOf(uri);
    return folder === undefined ? undefined : { folder, warehouse };
  }

  /** A notebook that was opened for another warehouse than its folder's stays with it. */
  async stayWith(notebook: Uri, warehouse: string | undefined): Promise<void> {
    const { [notebook.toString()]: before, ...others } = this.#warehouses();
    if (before === warehouse) return;
    const kept = Object.entries(others).slice(1 - mostRemembered);
    const own = warehouse === undefined ? [] : [[notebook.toString(), warehouse] as const];
    await this.#state.update(warehousesKey, Object.fromEntries([...kept, ...own]));
  }

  async siteOf({ folder, warehouse }: Where): Promise<Site> {
    const { siteOf } = await import('./site.ts');
    return siteOf(folder, { ...process.env, ...(await this.#credentials.environment()) }, warehouse);
  }

  async siteOfNotebook(notebook: NotebookDocument): Promise<Site> {
    return this.siteOf(this.whereIs(notebook) ?? (await noPlace()));
  }

  /** For this text, which may itself name the lake it works on. */
  async bearings(where: Where, session: string, text: string): Promise<Bearings> {
    const site = await this.siteOf(where);
    const { served } = this.#playground;
    const isAtPlay = served !== undefined && (site.endpoint === served.url || text.includes(served.url));
    // The playground opens with what it told, and with nothing that a person has chosen for other lakes.
    const access = isAtPlay
      ? { ...environmentOf({ how: 'keys' }), ...served.environment }
      : await this.#credentials.environment();
    this.#log.hide(access);
    return { site, place: { session, folder: where.folder, env: { ...access, SPARKIFY_WAREHOUSE: site.warehouse } } };
  }

  async bearingsOfNotebook(notebook: NotebookDocument, session: string, text: string): Promise<Bearings> {
    return this.bearings(this.whereIs(notebook) ?? (await noPlace()), session, text);
  }

  #warehouses(): Readonly<Record<string, string>> {
    return this.#state.get(warehousesKey, {});
  }
}

/** One that was never saved lies where it was opened for. */
function folderOf({ scheme, fsPath }: Uri): string | undefined {
  if (scheme !== 'file' && scheme !== 'untitled') return undefined;
  if (isAbsolute(fsPath)) return dirname(fsPath);
  return workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
}

async function noPlace(): Promise<never> {
  throw (await import('./site.ts')).noPlace();
}
