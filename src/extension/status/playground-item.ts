import { commands, Disposable, StatusBarAlignment, window } from 'vscode';
import type { Playground } from '../playground.ts';

/** Shows the playground while it is there, and lets commands know. */
export function playgroundItem(playground: Playground): Disposable {
  const item = window.createStatusBarItem('sparkify.playground', StatusBarAlignment.Left, 9);
  item.name = 'Sparkify: playground';
  item.command = 'sparkify.startPlayground';
  const show = () => {
    const { served } = playground;
    void commands.executeCommand('setContext', 'sparkify.playgroundRuns', served !== undefined);
    if (!served) return item.hide();
    item.text = `$(beaker) playground :${served.port}`;
    item.tooltip = `A sample lake, served as S3 at ${served.url} until the window closes.`;
    item.show();
  };
  return Disposable.from(item, playground.onDidChange(show));
}
