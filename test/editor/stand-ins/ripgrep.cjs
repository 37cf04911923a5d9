// In place of @vscode/ripgrep and @vscode/ripgrep-universal, which bring the binaries of every platform: ours lies beside node_modules.
const { join } = require('node:path');

exports.rgPath = join(__dirname, '../../..', process.platform === 'win32' ? 'rg.exe' : 'rg');
