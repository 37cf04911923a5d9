import * as vscode from 'vscode';
import { until } from '../editor/until.ts';

/** What waking cost an extension, as VS Code itself accounts for it. */
export interface ActivationTimes {
  readonly loadMs: number;
  readonly activateMs: number;
  readonly finishMs: number;
}

/** Reads it out of the report that the command `Developer: Startup Performance` shows. */
export async function activationTimesOf(id: string): Promise<ActivationTimes> {
  await vscode.commands.executeCommand('perfview.show');
  const row = await until(`${id} in the report on start-up`, () => {
    const report = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
    return report
      ?.getText()
      .split('\n')
      .find(line => line.startsWith(`| ${id} `));
  });
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  const [, , , loadMs, activateMs, finishMs] = row.split('|').map(Number) as number[];
  return { loadMs: loadMs!, activateMs: activateMs!, finishMs: finishMs! };
}
