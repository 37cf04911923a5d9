import { basename, join, relative } from 'node:path';
import { build } from 'esbuild';
import { root } from '../editor/suite.ts';

/** What an extension host can load: `inside`, and the tests it is to run. */
export interface Bundled {
  readonly inside: string;
  readonly tests: readonly string[];
}

/** VS Code gives `vscode` to CommonJS everywhere; mocha stays outside, for it is to be one and the same for all files. */
export async function bundleTests(files: readonly string[], folder: string): Promise<Bundled> {
  const inside = join(root, 'test/extension/inside.ts');
  await build({
    entryPoints: [inside, ...files],
    outdir: folder,
    outbase: join(root, 'test/extension'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode', 'mocha', '@duckdb/*'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const bundled = (file: string) => join(folder, relative(join(root, 'test/extension'), file).replace(/\.ts$/, '.cjs'));
  return { inside: bundled(inside), tests: files.map(bundled).sort(activationFirst) };
}

/** How the extension wakes can be seen only once in an extension host. */
const activationFirst = (a: string, b: string): number => Number(isActivation(b)) - Number(isActivation(a));
const isActivation = (file: string): boolean => basename(file) === 'activation.test.cjs';
