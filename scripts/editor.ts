// A real VS Code in the browser, with Sparkify installed, the playground running and the sample notebooks open: npm run editor.
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { paintFor } from '../src/base/paint.ts';
import { newest } from '../test/editor/install/builds.ts';
import { install } from '../test/editor/install/install.ts';
import { startPlayground } from '../test/editor/playground.ts';
import { layOutSamples } from '../test/editor/sample-folder.ts';
import { EditorServer, installExtension } from '../test/editor/server.ts';
import { quietSettings } from '../test/editor/settings.ts';
import { root } from '../test/editor/suite.ts';
import { isRunning } from './fetch/is-running.ts';
import { isTarget, thisTarget } from './packaging/targets.ts';
import { writeVsix } from './packaging/vsix.ts';

const paint = paintFor(process.stdout.isTTY, process.env);
const folder = join(root, 'editor');
const [home, workspace] = [join(folder, 'home'), join(folder, 'workspace')];

async function main(): Promise<void> {
  const target = thisTarget();
  if (!isTarget(target)) throw new Error(`DuckDB has no binaries for ${target}.`);
  await claimFolder();
  for (const each of [home, workspace]) await mkdir(each, { recursive: true });
  const editor = await install(newest, line => console.log(line));
  console.log('Packing the extension and putting it in…');
  await cp(join(root, 'test/editor/opener'), join(home, 'extensions/sparkify-editor.opener-1.0.0'), {
    recursive: true,
  });
  const vsix = join(folder, 'sparkify.vsix');
  await writeVsix(target, vsix);
  await installExtension(vsix, editor, home);
  const playground = await startPlayground();
  await layOutSamples(workspace, playground);
  const [first] = (await readdir(workspace)).filter(name => name.endsWith('.sparkify.md')).sort();
  const opens = { SPARKIFY_EDITOR_OPENS: join(workspace, first!) };
  const env = { ...personsEnvironment(), ...opens };
  const server = await EditorServer.start({ editor, home, settings: quietSettings, env });
  console.log(`
${paint.bold(`VS Code ${editor.version} with Sparkify`)}   ${server.pageUrl(workspace)}
${paint.bold('A sample lake, served as S3')}   ${playground.url}

Open the first in a browser. Its files are in editor/workspace, made anew each time. Ctrl+C ends it.`);
  await Promise.race([interrupted(), server.exited]);
  await Promise.all([server.stop(), playground.stop()]);
}

/** Empties it, unless another editor lives there. */
async function claimFolder(): Promise<void> {
  const claim = join(folder, 'running');
  const pid = Number(await readFile(claim, 'utf8').catch(() => ''));
  if (pid > 0 && isRunning(pid)) throw new Error(`one runs already, as process ${pid}. Ctrl+C ends it there.`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await writeFile(claim, String(process.pid));
}

/** Theirs, with their profiles and proxies; but nothing of a VS Code in whose terminal this may run. */
const personsEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));

const interrupted = (): Promise<unknown> =>
  Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map(signal => once(process, signal)));

await main().catch((error: Error) => {
  console.error(`The editor stopped: ${error.message}`);
  process.exitCode = 1;
});
