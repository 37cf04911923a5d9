import { commands, env, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { openEmptyNotebook } from '../notebook/open-new.ts';
import type { Parts } from '../parts.ts';
import { front } from '../status/status-bar.ts';
import { workFolder } from './folder.ts';
import { keepInProject } from './project-file.ts';

/** Makes a DuckDB file the one that this folder works on: sparkify.json says it to every face. */
export async function openWarehouse(parts: Parts, file?: unknown): Promise<void> {
  const where = await workFolder(parts);
  const path = where && (file instanceof Uri ? file.fsPath : await pickWarehouse());
  if (!where || path === undefined) return;
  const site = await parts.sites.siteOf({ folder: where.folder });
  if (path !== site.warehouse) await keepInProject(site, { warehouse: path });
  const notebook = front();
  if (!notebook) return openEmptyNotebook(parts, where);
  // A notebook that had a warehouse of its own has its folder's from now on.
  await parts.sites.stayWith(notebook.uri, undefined);
  parts.standings.refresh([notebook]);
}

async function pickWarehouse(): Promise<string | undefined> {
  const found = await workspace.findFiles('**/*.duckdb', '**/node_modules/**', 20);
  const items: (QuickPickItem & { path?: string })[] = [
    ...found.map(uri => ({ label: `$(database) ${workspace.asRelativePath(uri)}`, path: uri.fsPath })),
    { label: '$(folder) Another file…' },
    { label: '$(add) A new file…' },
  ];
  const title = 'Open Warehouse';
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: 'On which DuckDB file shall this folder work?',
  });
  if (!picked || picked.path) return picked?.path;
  const filters = { DuckDB: ['duckdb', 'db'] };
  const isNew = picked === items.at(-1);
  if (isNew) return (await window.showSaveDialog({ title, filters, saveLabel: 'Work on It' }))?.fsPath;
  return (await window.showOpenDialog({ title, filters }))?.[0]?.fsPath;
}

interface Deed extends QuickPickItem {
  readonly do: () => unknown;
}

export async function warehouseMenu(parts: Parts): Promise<void> {
  const notebook = front();
  if (!notebook) return;
  const site = await parts.sites.siteOfNotebook(notebook);
  const deeds: Deed[] = [
    { label: '$(arrow-swap) Open another warehouse…', do: () => openWarehouse(parts) },
    {
      label: '$(folder-opened) Reveal in the file manager',
      do: () => commands.executeCommand('revealFileInOS', Uri.file(site.warehouse)),
    },
    { label: '$(copy) Copy its path', do: () => env.clipboard.writeText(site.warehouse) },
    { label: '$(gear) Edit the project file', do: () => commands.executeCommand('sparkify.editProjectFile') },
  ];
  await (await window.showQuickPick(deeds, { title: site.warehouse }))?.do();
}
