import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build } from 'esbuild';

const quiet = process.argv.includes('--quiet');

// Dependencies that are CommonJS inside call require() for Node's own modules, which ES modules do not have.
const requireForCommonJs =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

/** What is built, and for whom. */
const bundles = [
  {
    // Processes of their own.
    entryPoints: { cli: 'src/cli.ts', kernel: 'src/kernel/server.ts', 'watch-parent': 'src/kernel/watch-parent.ts' },
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // The AWS SDK and DuckDB lie in chunks of their own, and load on first use.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // The platform's library stays a package: Node finds it beside dist/, in a checkout as in a VSIX. All that is
    // JavaScript of DuckDB goes in: its eighty files, read one by one, would cost 40 ms.
    external: ['@duckdb/node-bindings-*'],
    mainFields: ['module', 'main'],
    banner: { js: requireForCommonJs },
  },
  {
    // What VS Code loads, in the format that every version gives `vscode` to.
    entryPoints: { extension: 'src/extension/extension.ts' },
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    minify: true,
    external: ['vscode'],
    mainFields: ['module', 'main'],
  },
];

const every = { bundle: true, outdir: 'dist', sourcemap: true, metafile: true, write: false };
const logLevel = quiet ? 'warning' : 'info';
const built = await Promise.all(bundles.map(bundle => build({ ...every, logLevel, ...bundle })));
const files = built.flatMap(({ outputFiles }) => outputFiles);
// Chunks of an earlier build go, but only once there is a new one.
await rm('dist', { recursive: true, force: true });
for (const folder of new Set(files.map(({ path }) => dirname(path)))) await mkdir(folder, { recursive: true });
await Promise.all(files.map(({ path, contents }) => writeFile(path, contents)));
await chmod('dist/cli.js', 0o755);
// For whoever hands the bundles on and owes their parts' licences.
await writeFile('dist/inputs.json', JSON.stringify(built.flatMap(({ metafile }) => Object.keys(metafile.inputs))));
for (const entry of quiet ? [] : ['cli.js', 'kernel.js', 'extension.cjs']) {
  console.log(`dist/${entry}: ${((await stat(`dist/${entry}`)).size / 1024).toFixed(0)} KiB to read at start`);
}
