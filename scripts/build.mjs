import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const quiet = process.argv.includes('--quiet');

// Dependencies that are CommonJS inside call require() for Node's own modules, which ES modules do not have.
const requireForCommonJs =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

const { outputFiles } = await build({
  entryPoints: { cli: 'src/cli.ts', kernel: 'src/kernel/server.ts', 'watch-parent': 'src/kernel/watch-parent.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // The AWS SDK and DuckDB lie in chunks of their own, and load on first use.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  // What loads the native library stays a package; its eighty JavaScript files, read one by one, would cost 40 ms.
  external: ['@duckdb/node-bindings'],
  mainFields: ['module', 'main'],
  banner: { js: requireForCommonJs },
  sourcemap: true,
  logLevel: quiet ? 'warning' : 'info',
  write: false,
});
// Chunks of an earlier build go, but only once there is a new one.
await rm('dist', { recursive: true, force: true });
await mkdir('dist/chunks', { recursive: true });
await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
await chmod('dist/cli.js', 0o755);
for (const entry of quiet ? [] : ['cli', 'kernel']) {
  console.log(`dist/${entry}.js: ${((await stat(`dist/${entry}.js`)).size / 1024).toFixed(0)} KiB to read at start`);
}
