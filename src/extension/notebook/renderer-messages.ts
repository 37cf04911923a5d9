import { dirname } from 'node:path';
import { commands, Disposable, type NotebookEditor, type NotebookRendererMessaging, notebooks } from 'vscode';
import { asSparkifyError } from '../../base/errors.ts';
import { type FromRenderer, type PageRequest, readFromRenderer, type ToRenderer } from '../../output/messages.ts';
import type { Parts } from '../parts.ts';
import { restoredOf } from './restored.ts';

/** So many rows at once keep the editor's own thread free. */
const mostRows = 10_000;

/** Answers what outputs ask for: further pages, the rejects of a run, running again, the log. */
export function rendererMessages(parts: Parts): Disposable {
  const { contributes } = parts.context.extension.packageJSON as {
    contributes: { notebookRenderer?: { id: string }[] };
  };
  const listening = (contributes.notebookRenderer ?? []).map(({ id }) => {
    const messaging = notebooks.createRendererMessaging(id);
    return messaging.onDidReceiveMessage(({ editor, message }) => {
      const read = readFromRenderer(message);
      if (!read) return;
      void answer(read, editor, messaging, parts).catch(error =>
        parts.log.write('error', asSparkifyError(error).message),
      );
    });
  });
  return Disposable.from(...listening);
}

async function answer(
  message: FromRenderer,
  editor: NotebookEditor,
  messaging: NotebookRendererMessaging,
  parts: Parts,
): Promise<void> {
  switch (message.type) {
    case 'page':
      await messaging.postMessage(await pageFor(message, editor, parts), editor);
      return;
    case 'openRejects': {
      const { openRejects } = await import('./open-new.ts');
      const folder = parts.sites.whereIs(editor.notebook)?.folder ?? dirname(message.warehouse);
      return openRejects(parts, { folder, warehouse: message.warehouse }, message.run);
    }
    case 'runAgain':
      return runAgain(message.output, editor, parts);
    case 'openLog':
      return parts.log.show();
  }
}

async function pageFor(
  { request, result, offset, limit }: PageRequest,
  { notebook }: NotebookEditor,
  { notebooks }: Parts,
): Promise<ToRenderer> {
  const holder = notebooks.of(notebook)?.holderOf(result);
  if (!holder) {
    const message = 'This result is not held any more: run the cell again for further rows.';
    return { type: 'pageRefused', request, code: 'usage.result', message };
  }
  try {
    const page = await holder.kernel.page({ result, offset, limit: Math.min(limit, mostRows) });
    return { type: 'page', request, ...page };
  } catch (error) {
    const { code, message } = asSparkifyError(error);
    return { type: 'pageRefused', request, code, message };
  }
}

async function runAgain(output: string, { notebook }: NotebookEditor, { notebooks }: Parts): Promise<void> {
  const cell =
    notebooks.of(notebook)?.holderOf(output)?.cell ??
    notebook.getCells().find(each => restoredOf(each)?.key === output);
  if (!cell || cell.index < 0) return;
  const ranges = [{ start: cell.index, end: cell.index + 1 }];
  await commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
}
