const vscode = require('vscode');

exports.activate = async () => {
  const file = process.env.SPARKIFY_EDITOR_OPENS;
  if (!file || vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return;
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'sparkify');
};
