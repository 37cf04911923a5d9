import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Contributed {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string;
  readonly enablement?: string;
}

describe('Commands', () => {
  const extension = vscode.extensions.getExtension('sparkify.sparkify')!;
  const contributed = extension.packageJSON.contributes.commands as readonly Contributed[];

  it('in package.json are registered, and those registered stand there', async () => {
    await extension.activate();
    const registered = (await vscode.commands.getCommands(true)).filter(name => name.startsWith('sparkify.'));
    assert.deepEqual(registered.sort(), contributed.map(({ command }) => command).sort());
  });

  it('say when they can be run, and have an icon for a menu', () => {
    assert.deepEqual(
      contributed.filter(({ icon, enablement }) => !icon || !enablement),
      [],
    );
  });

  it('stand together in the palette, each under a title of its own', () => {
    assert.deepEqual([...new Set(contributed.map(({ category }) => category))], ['Sparkify']);
    assert.equal(new Set(contributed.map(({ title }) => title)).size, contributed.length);
  });
});
