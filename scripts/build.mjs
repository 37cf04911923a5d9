import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { build, transform } from 'esbuild';

const quiet = process.argv.includes('--quiet');

// Dependencies that are CommonJS inside call require() for Node's own modules, which ES modules do not have.
const requireForCommonJs =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

// Chunks, shared by all entries of a bundle and loaded on first use; esbuild makes them of ES modules only.
const inChunks = { bundle: true, format: 'esm', splitting: true, chunkNames: 'chunks/[name]-[hash]' };
const forNode = { platform: 'node', target: 'node20' };

/** What is built, and for whom. */
const bundles = [
  {
    // Processes of their own. The AWS SDK and DuckDB lie in chunks.
    entryPoints: { cli: 'src/cli.ts', kernel: 'src/kernel/server.ts', 'watch-parent': 'src/kernel/watch-parent.ts' },
    ...inChunks,
    ...forNode,
    // The platform's library stays a package: Node finds it beside dist/, in a checkout as in a VSIX. All that is
    // JavaScript of DuckDB goes in: its eighty files, read one by one, would cost 40 ms.
    external: ['@duckdb/node-bindings-*'],
    mainFields: ['module', 'main'],
    banner: { js: requireForCommonJs },
  },
  {
    // What VS Code loads. `asCommonJs` has the reason for its format; DuckDB is not even external: to reach it is an error.
    entryPoints: { extension: 'src/extension/extension.ts' },
    ...inChunks,
    ...forNode,
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    mainFields: ['module', 'main'],
    finish: asCommonJs,
  },
  {
    // One file a renderer: the editor loads each by its own address, and only when an output wants it.
    entryPoints: Object.fromEntries(
      ['run', 'grid', 'error', 'text'].map(name => [`renderers/${name}`, `src/renderers/${name}/index.ts`]),
    ),
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    loader: { '.css': 'text' },
    minify: true,
    sourcemap: false,
  },
];

/** VS Code 1.100 gives `vscode` to ES modules through hooks in another thread: 150 ms to wake instead of 20. */
async function asCommonJs({ path, text }) {
  const { code, map } = await transform(text, {
    ...forNode,
    format: 'cjs',
    minify: true,
    supported: { 'dynamic-import': false },
    sourcefile: path,
    sourcemap: 'external',
  });
  return [
    { path, contents: `${code}//# sourceMappingURL=${basename(path)}.map\n` },
    { path: `${path}.map`, contents: map },
  ];
}

async function outputOf({ finish, ...bundle }) {
  const { outputFiles, metafile } = await build({
    outdir: 'dist',
    metafile: true,
    write: false,
    logLevel: quiet ? 'warning' : 'info',
    sourcemap: finish ? 'inline' : true,
    ...bundle,
  });
  const files = finish ? (await Promise.all(outputFiles.map(finish))).flat() : outputFiles;
  return { files, inputs: Object.keys(metafile.inputs) };
}

const built = await Promise.all(bundles.map(outputOf));
const files = built.flatMap(bundle => bundle.files);
// Chunks of an earlier build go, but only once there is a new one.
await rm('dist', { recursive: true, force: true });
for (const folder of new Set(files.map(({ path }) => dirname(path)))) await mkdir(folder, { recursive: true });
await Promise.all(files.map(({ path, contents }) => writeFile(path, contents)));
await chmod('dist/cli.js', 0o755);
// For whoever hands the bundles on, and owes the licences of what is in them.
await writeFile('dist/inputs.json', JSON.stringify(built.flatMap(({ inputs }) => inputs)));
for (const entry of quiet ? [] : ['cli.js', 'kernel.js', 'extension.cjs']) {
  console.log(`dist/${entry}: ${((await stat(`dist/${entry}`)).size / 1024).toFixed(0)} KiB to read at start`);
}
