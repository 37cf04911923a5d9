/** For which DuckDB has binaries, as VS Code names them. Apart from what loads them: the editor's side names them too. */
export const platforms = [
  'linux-x64',
  'linux-arm64',
  'alpine-x64',
  'alpine-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
] as const;
