// The tests in test/extension/, in a desktop VS Code: npm run test:electron [-- --only TEXT --version 1.100.0]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cache } from '../../scripts/fetch/cache.ts';
import { testSettings } from '../editor/settings.ts';
import { inFolder, root, testFiles } from '../editor/suite.ts';
import { accountOf, ordersIn } from './account.ts';
import { bundleTests } from './bundle.ts';
import { ordersVariable } from './orders.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, version: { type: 'string', default: 'stable' } },
});

const vscodeExecutablePath = await downloadAndUnzipVSCode({
  version: values.version,
  cachePath: join(cache, 'electron'),
}).catch((error: Error) => {
  console.error(
    `A desktop VS Code cannot be downloaded here (${error.message}). The suite extension runs in one from npm.`,
  );
  process.exit(1);
});

const { passed, failed } = await inFolder('electron', async folder => {
  const files = await testFiles('extension', values.only);
  const { inside, tests } = await bundleTests(files, join(folder, 'tests'));
  const [workspace, user] = [join(folder, 'workspace'), join(folder, 'user/User')];
  for (const each of [workspace, user]) await mkdir(each, { recursive: true });
  await writeFile(join(user, 'settings.json'), JSON.stringify(testSettings));
  const orders = ordersIn(folder, tests);
  const ended = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: inside,
    extensionTestsEnv: { [ordersVariable]: JSON.stringify(orders) },
    launchArgs: [
      workspace,
      `--user-data-dir=${join(folder, 'user')}`,
      '--disable-workspace-trust',
      '--disable-extensions',
    ],
  }).catch((error: Error) => error.message);
  return accountOf(orders, ended);
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
