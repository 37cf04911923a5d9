import assert from 'node:assert/strict';
import { kernelEnvironment, plainEnvironment } from '../../../src/kernel/launch.ts';

describe('the environment of a kernel', () => {
  it('is the editor’s without what is meant for the editor’s own processes', () => {
    const ofTheEditor = {
      VSCODE_ESM_ENTRYPOINT: 'vs/workbench/api/node/extensionHostProcess',
      VSCODE_INSPECTOR_OPTIONS: '{}',
      VSCODE_IPC_HOOK: '/run/1.sock',
      NODE_OPTIONS: '--require /bootloader.js',
      NODE_CHANNEL_FD: '3',
      NODE_UNIQUE_ID: '1',
      ELECTRON_NO_ATTACH_CONSOLE: '1',
      ELECTRON_RUN_AS_NODE: '0',
    };
    const ofThePerson = { PATH: '/bin', AWS_PROFILE: 'work', HTTPS_PROXY: 'http://proxy', NODE_EXTRA_CA_CERTS: '/ca' };
    assert.deepEqual(plainEnvironment({ ...ofTheEditor, ...ofThePerson }), {
      ...ofThePerson,
      ELECTRON_RUN_AS_NODE: '1',
    });
  });

  it('has threads for more sessions than libuv would serve at once, unless the person has set them', () => {
    assert.ok(Number(kernelEnvironment({}).UV_THREADPOOL_SIZE) >= 32);
    assert.equal(kernelEnvironment({ UV_THREADPOOL_SIZE: '6' }).UV_THREADPOOL_SIZE, '6');
  });
});
