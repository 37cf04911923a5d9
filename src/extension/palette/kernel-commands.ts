import { basename } from 'node:path';
import { commands, type QuickPickItem, window } from 'vscode';
import type { Kernel } from '../../kernel/client.ts';
import type { Parts } from '../parts.ts';
import { front } from '../status/status-bar.ts';
import { standingLines } from '../status/status-text.ts';

/** A fresh process for the warehouse of the notebook in front, or for one that is picked. */
export async function restartKernel(parts: Parts): Promise<void> {
  const kernel = await pickKernel(parts);
  if (!kernel) return;
  for (const notebook of parts.notebooks.all) {
    if (notebook.kernel !== kernel) continue;
    notebook.queue.dropWhere(() => true);
    notebook.startOver();
  }
  await kernel.restart();
  window.setStatusBarMessage(`Sparkify: the kernel of ${basename(kernel.warehouse)} was restarted`, 5000);
}

async function pickKernel({ notebooks, kernels }: Parts): Promise<Kernel | undefined> {
  const notebook = front();
  const own = notebook && notebooks.of(notebook)?.kernel;
  if (own) return own;
  const { running } = kernels;
  if (running.length <= 1) {
    if (running.length === 0) void window.showInformationMessage('No kernel is running. The next cell starts one.');
    return running[0];
  }
  const items = running.map(kernel => ({ label: basename(kernel.warehouse), description: kernel.warehouse, kernel }));
  return (await window.showQuickPick(items, { title: 'Restart Kernel', placeHolder: 'Of which warehouse?' }))?.kernel;
}

/** Stops the notebook in front; where nothing runs in it, what was started from the palette. */
export async function interrupt({ notebooks, runs }: Parts): Promise<void> {
  const notebook = front();
  const opened = notebook && notebooks.of(notebook);
  if (opened && !opened.queue.isIdle) opened.queue.stop();
  else if (runs.areUnderWay) runs.interrupt();
  else void window.showInformationMessage('Nothing is running.');
}

interface Deed extends QuickPickItem {
  readonly command?: string;
}

/** How the notebook in front stands, and what can be done about it. */
export async function kernelMenu({ standings }: Parts): Promise<void> {
  const notebook = front();
  const known = notebook && standings.of(notebook);
  if (!known) return;
  const lines = 'error' in known ? [known.error.message] : standingLines(known);
  const deeds: Deed[] = [
    { label: '$(debug-restart) Restart Kernel', command: 'sparkify.restartKernel' },
    { label: '$(debug-stop) Interrupt', command: 'sparkify.interrupt' },
    { label: '$(output) Show Log', command: 'sparkify.showLog' },
    ...lines.map(label => ({ label: `$(info) ${label}` })),
  ];
  const { command } = (await window.showQuickPick(deeds, { title: 'Sparkify' })) ?? {};
  if (command) await commands.executeCommand(command);
}
