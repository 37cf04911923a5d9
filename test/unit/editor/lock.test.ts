import assert from 'node:assert/strict';
import { lockOf } from '../../editor/install/lock.ts';

const entry = (version: string, ...dependencies: readonly string[]) => ({
  version,
  integrity: `sha512-${version}`,
  resolved: 'https://example.invalid/package.tgz',
  dependencies: Object.fromEntries(dependencies.map(name => [name, '*'])),
});

const whole = {
  lockfileVersion: 3,
  packages: {
    'node_modules/server': entry('1.0.0', 'log', 'net'),
    'node_modules/log': entry('2.0.0', 'colour'),
    'node_modules/net': entry('3.0.0', 'colour'),
    'node_modules/net/node_modules/colour': entry('4.0.0'),
    'node_modules/colour': entry('5.0.0'),
    'node_modules/compiled': entry('6.0.0'),
  },
};

describe('A part of a lock file', () => {
  it('holds what the wanted packages need, nearest first, and no more', () => {
    assert.deepEqual(Object.keys(lockOf(whole, ['net']).packages), [
      '',
      'node_modules/net',
      'node_modules/net/node_modules/colour',
    ]);
    assert.deepEqual(Object.keys(lockOf(whole, ['log']).packages), ['', 'node_modules/log', 'node_modules/colour']);
  });

  it('keeps digests, and drops addresses', () => {
    const { packages } = lockOf(whole, ['log']);
    assert.deepEqual(packages['node_modules/colour'], {
      version: '5.0.0',
      integrity: 'sha512-5.0.0',
      dependencies: {},
    });
  });

  it('passes over what a version does not have', () => {
    assert.deepEqual(Object.keys(lockOf(whole, ['colour', 'telepathy']).packages), ['', 'node_modules/colour']);
  });
});
