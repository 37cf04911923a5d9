import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const quiet = process.argv.includes('--quiet');

// Dependencies that are CommonJS inside call require() for Node's own modules, which ES modules do not have.
const requireForCommonJs =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

const { outputFiles } = await build({
  entryPoints: { cli: 'src/cli.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // The AWS SDK and DuckDB lie in chunks of their own, and load on first use.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  external: ['@duckdb/*'],
  mainFields: ['module', 'main'],
  banner: { js: requireForCommonJs },
  sourcemap: true,
  logLevel: quiet ? 'warning' : 'info',
  write: false,
});
// One file a renderer: the editor loads each by its own address, and only when an output wants it.
const renderers = await build({
  entryPoints: Object.fromEntries(
    ['run', 'grid', 'error', 'text'].map(name => [name, `src/renderers/${name}/index.ts`]),
  ),
  outdir: 'dist/renderers',
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  loader: { '.css': 'text' },
  minify: true,
  logLevel: quiet ? 'warning' : 'info',
  write: false,
});
// Chunks of an earlier build go, but only once there is a new one.
await rm('dist', { recursive: true, force: true });
await mkdir('dist/chunks', { recursive: true });
await mkdir('dist/renderers');
await Promise.all([...outputFiles, ...renderers.outputFiles].map(({ path, contents }) => writeFile(path, contents)));
await chmod('dist/cli.js', 0o755);
if (!quiet) console.log(`dist/cli.js: ${((await stat('dist/cli.js')).size / 1024).toFixed(0)} KiB to read at start`);
