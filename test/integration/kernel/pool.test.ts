import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { KernelPool } from '../../../src/kernel/pool.ts';
import { failsWith } from '../../support/lakes.ts';
import { inFolder, place, stubIn, textOf } from './kernels.ts';

const settings = () => ({ idleCloseMs: 60_000, pageRows: 100 });

describe('the kernels of an editor', () => {
  it('are one a warehouse, by whatever name, also before the file exists', () =>
    inFolder(async folder => {
      await using pool = new KernelPool({ script: await stubIn(folder), env: process.env, settings });
      const made: string[] = [];
      pool.onMade(({ warehouse }) => made.push(warehouse));
      await mkdir(join(folder, 'real'));
      await symlink(join(folder, 'real'), join(folder, 'link'));
      const path = join(folder, 'real', 'w.duckdb');
      const names = [path, join(folder, 'link', 'w.duckdb'), relative(process.cwd(), path)];
      const early = await Promise.all(names.map(name => pool.at(name)));
      await writeFile(path, '');
      await symlink(path, join(folder, 'w.duckdb'));
      const late = await pool.at(join(folder, 'w.duckdb'));
      assert.deepEqual(new Set([...early, late]), new Set([early[0]]));
      await pool.at(join(folder, 'other.duckdb'));
      assert.deepEqual(made, [path, join(folder, 'other.duckdb')]);
      assert.deepEqual(
        pool.kernels.map(({ warehouse }) => warehouse),
        made,
      );
    }));

  it('are refused where there can be no file', () =>
    inFolder(async folder => {
      await using pool = new KernelPool({ script: '', env: process.env, settings });
      await assert.rejects(
        pool.at(join(folder, 'no', 'w.duckdb')),
        failsWith('warehouse.path', /folder of .* does not/),
      );
      await assert.rejects(pool.at(folder), failsWith('warehouse.path', /is a folder/));
      assert.deepEqual(pool.kernels, []);
    }));

  it('take no notice of each other, and all end with the editor', () =>
    inFolder(async folder => {
      const pool = new KernelPool({ script: await stubIn(folder), env: process.env, settings });
      const [one, two] = [await pool.at(join(folder, '1.duckdb')), await pool.at(join(folder, '2.duckdb'))];
      const cell = { place, execution: 'e', language: 'sql', text: 'pid', names: [] } as const;
      await two.execute(cell);
      await assert.rejects(one.execute({ ...cell, text: 'abort' }), failsWith('kernel.ended'));
      assert.equal(textOf(await two.execute(cell)), String(two.pid));
      await pool.dispose();
      assert.deepEqual([one.pid, two.pid], [undefined, undefined]);
      await assert.rejects(two.execute(cell), failsWith('cancelled'));
      await assert.rejects(pool.at(join(folder, '3.duckdb')), failsWith('cancelled'));
    }));
});
