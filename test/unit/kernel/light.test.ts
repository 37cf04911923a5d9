import assert from 'node:assert/strict';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

describe('the kernel’s client', () => {
  it('brings little into the bundle it becomes part of: no DuckDB, no SDK, no editor', async () => {
    const { metafile } = await build({
      entryPoints: [fileURLToPath(new URL('../../../src/kernel/pool.ts', import.meta.url))],
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const packages = Object.keys(metafile.inputs).flatMap(
      path => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    );
    assert.deepEqual(new Set(packages), new Set(['vscode-jsonrpc']));
    const [output] = Object.values(metafile.outputs);
    assert.deepEqual(
      output!.imports.map(({ path }) => path).filter(path => !isBuiltin(path)),
      [],
    );
    assert.ok(output!.bytes < 80_000, `${output!.bytes} bytes`);
  });
});
