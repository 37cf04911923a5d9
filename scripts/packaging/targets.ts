/** A platform as VS Code names it, and as DuckDB names the binaries for it. */
export const targets = {
  'alpine-arm64': 'linux-arm64-musl',
  'alpine-x64': 'linux-x64-musl',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm64': 'linux-arm64',
  'linux-x64': 'linux-x64',
  'win32-arm64': 'win32-arm64',
  'win32-x64': 'win32-x64',
} as const;

export type Target = keyof typeof targets;

export const isTarget = (name: string): name is Target => name in targets;

/** The one we run on: where Node was built against musl, its report knows no glibc. */
export function thisTarget(): string {
  const { platform, arch, report } = process;
  const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return `${platform === 'linux' && header.glibcVersionRuntime === undefined ? 'alpine' : platform}-${arch}`;
}
