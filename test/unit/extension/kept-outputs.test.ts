import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellKeys } from '../../../src/extension/notebook/cell-key.ts';
import { KeptOutputs } from '../../../src/extension/notebook/kept-outputs.ts';
import type { Payload } from '../../../src/output/payload.ts';

const said = (text: string): Payload => ({ version: 1, kind: 'text', text });
const output = (text: string, madeAtMs = 1000) => ({ madeAtMs, payloads: [said(text)] });

describe('kept outputs', () => {
  let folder: string;
  let mostBytes: number;
  let kept: KeptOutputs;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sparkify-kept-'));
    mostBytes = 10_000;
    kept = new KeptOutputs(join(folder, 'outputs'), () => mostBytes);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('come back for the notebook and the cell they were kept for, in another window too', async () => {
    await kept.keep('file:///a', 'one', output('1'));
    await kept.keep('file:///b', 'one', output('2'));
    const later = new KeptOutputs(join(folder, 'outputs'), () => mostBytes);
    assert.deepEqual(await later.recall('file:///a', 'one'), output('1'));
    assert.deepEqual(await later.recall('file:///b', 'one'), output('2'));
    assert.equal(await later.recall('file:///a', 'two'), undefined);
  });

  it('take no more room than they may: the oldest go', async () => {
    mostBytes = 1000;
    const large = 'x'.repeat(300);
    for (const [cell, madeAtMs] of Object.entries({ old: 1000, oldest: 500, new: 3000, newer: 2000 })) {
      await kept.keep('file:///a', cell, output(large, madeAtMs));
    }
    assert.equal(await kept.recall('file:///a', 'oldest'), undefined);
    assert.equal(await kept.recall('file:///a', 'old'), undefined);
    assert.deepEqual(await kept.recall('file:///a', 'new'), output(large, 3000));
    assert.deepEqual(await kept.recall('file:///a', 'newer'), output(large, 2000));
  });

  it('leave out what is too large by itself, and do not show what was there before in its place', async () => {
    mostBytes = 1000;
    await kept.keep('file:///a', 'one', output('small'));
    await kept.keep('file:///a', 'one', output('x'.repeat(2000)));
    assert.equal(await kept.recall('file:///a', 'one'), undefined);
  });

  it('keep nothing where there is no room at all', async () => {
    await kept.keep('file:///a', 'one', output('1'));
    mostBytes = 0;
    await kept.tidy(async () => true);
    await kept.keep('file:///a', 'two', output('2'));
    assert.equal(await kept.recall('file:///a', 'one'), undefined);
    assert.equal(await kept.recall('file:///a', 'two'), undefined);
  });

  it('move with the notebook, and go with it or with the cell', async () => {
    await kept.keep('file:///a', 'one', output('1'));
    await kept.keep('file:///a', 'two', output('2'));
    await kept.move('file:///a', 'file:///b');
    await kept.move('file:///never-ran', 'file:///c');
    await kept.forget('file:///b', 'two');
    assert.deepEqual(await kept.recall('file:///b', 'one'), output('1'));
    assert.equal(await kept.recall('file:///b', 'two'), undefined);
    await kept.tidy(async notebook => notebook === 'file:///b');
    assert.deepEqual(await kept.recall('file:///b', 'one'), output('1'));
    await kept.tidy(async () => false);
    assert.deepEqual(await readdir(join(folder, 'outputs')), []);
  });

  it('follow a folder that is renamed, and go with one that is deleted', async () => {
    await kept.keep('file:///in/a', 'one', output('1'));
    await kept.keep('file:///inside', 'one', output('2'));
    await kept.move('file:///in', 'file:///out');
    assert.deepEqual(await kept.recall('file:///out/a', 'one'), output('1'));
    assert.equal(await kept.has('file:///in/a'), false);
    assert.deepEqual(await kept.recall('file:///inside', 'one'), output('2'));
    await kept.forget('file:///out');
    assert.equal(await kept.has('file:///out/a'), false);
    assert.equal(await kept.has('file:///inside'), true);
  });

  it('show nothing where a file was broken off', async () => {
    await kept.keep('file:///a', 'one', output('1'));
    const [notebook] = await readdir(join(folder, 'outputs'));
    await writeFile(join(folder, 'outputs', notebook!, 'one.json'), '{"madeAtMs":1,"pay');
    assert.equal(await kept.recall('file:///a', 'one'), undefined);
  });
});

describe('the key of a cell', () => {
  const cell = (text: string, name?: string) => ({ language: 'sql', text, name });

  it('stays when cells move, and is another for other text, another name, another cell that says the same', () => {
    const [a, b] = cellKeys([cell('SELECT 1'), cell('SELECT 2')]);
    assert.deepEqual(cellKeys([cell('SELECT 2'), cell('SELECT 1')]), [b, a]);
    const keys = cellKeys([cell('SELECT 1'), cell('SELECT 1'), cell('SELECT 1', 'one'), cell('SELECT 3')]);
    assert.equal(new Set(keys).size, 4);
    assert.equal(keys[0], a);
  });
});
