import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWhole } from '../../../scripts/fetch/whole.ts';

describe('A folder that is made whole', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'sparkify-whole-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  const text = () => readFile(join(parent, 'wanted/file'), 'utf8');

  it('is made once, and left alone when it is there', async () => {
    await makeWhole(join(parent, 'wanted'), aside => writeFile(join(aside, 'file'), 'first'));
    await makeWhole(join(parent, 'wanted'), () => assert.fail('made again'));
    assert.equal(await text(), 'first');
  });

  it('is of one maker where several make it at the same time', async () => {
    const makers = ['one', 'two', 'three'].map(name =>
      makeWhole(join(parent, 'wanted'), async aside => {
        await writeFile(join(aside, 'file'), name);
        await writeFile(join(aside, name), '');
      }),
    );
    await Promise.all(makers);
    assert.deepEqual(await readdir(parent), ['wanted']);
    assert.deepEqual((await readdir(join(parent, 'wanted'))).sort(), ['file', await text()].sort());
  });

  it('is not there at all where its making failed', async () => {
    const failing = makeWhole(join(parent, 'wanted'), async aside => {
      await writeFile(join(aside, 'file'), 'half');
      throw new Error('no more');
    });
    await assert.rejects(failing, /no more/);
    assert.deepEqual(await readdir(parent), []);
  });

  it('leaves no trace of a maker that was killed, and does not disturb one that lives', async () => {
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    for (const pid of [dead, process.ppid]) await mkdir(join(parent, `making-${pid}-other-abc`));
    await makeWhole(join(parent, 'wanted'), async () => undefined);
    assert.deepEqual((await readdir(parent)).sort(), [`making-${process.ppid}-other-abc`, 'wanted']);
  });
});
