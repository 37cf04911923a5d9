import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inShell, type Shell, writeLake } from '../../support/cli.ts';
import { day, plays } from '../../support/lake-builder.ts';
import { enlarge, onSmallDisk } from '../warehouse/small-disk.ts';
import { assertOnlySnapshots, assertShowsStar } from './exported.ts';
import { accountOf } from './lake.ts';
import { assertSameRows, committedObjects } from './same-rows.ts';

const songs = 60;

/** Thirty megabytes that no compression makes smaller. */
async function largeLake(shell: Shell): Promise<void> {
  const titles = Array.from({ length: songs }, () => randomBytes(400_000).toString('base64'));
  await writeLake(shell, { songs: titles.map(title => ({ title })), days: [day('2018-11-12', plays(5))] });
}

describe('etl onto a disk that is full', function () {
  this.timeout(120_000);

  const etl = async (shell: Shell, warehouse: string, ...more: string[]) =>
    accountOf(await shell.sparkify('etl', '--source', 'lake', '--json', '--quiet', '--warehouse', warehouse, ...more));

  it('says so and keeps what was committed; once there is room, the next run ends as one that had it', async function () {
    await onSmallDisk(this, 16, disk =>
      inShell(async shell => {
        await largeLake(shell);
        const warehouse = join(disk, 'w.duckdb');
        const failed = await etl(shell, warehouse);
        assert.deepEqual([failed.code, failed.status, failed.error?.code], [4, 'failed', 'warehouse.full']);
        assert.match(failed.error!.message, /^The disk is full.*Free some space and try again\.$/);

        await enlarge(disk, 200);
        const kept = await committedObjects(warehouse);
        const next = await etl(shell, warehouse);
        assert.deepEqual([next.code, next.status], [0, 'succeeded'], next.error?.message);
        assert.deepEqual([next.objects.unchanged, next.objects.read], [kept, songs + 1 - kept]);
        assert.equal((await etl(shell, 'roomy.duckdb')).code, 0);
        await assertSameRows(warehouse, join(shell.folder, 'roomy.duckdb'));
        assert.deepEqual(await readdir(disk), ['w.duckdb']);
      }),
    );
  });

  it('with its export says so and leaves no half; once there is room, the next run exports', async function () {
    await onSmallDisk(this, 4, disk =>
      inShell(async shell => {
        await largeLake(shell);
        const star = join(disk, 'star');
        const failed = await etl(shell, 'w.duckdb', '--export', star);
        assert.deepEqual([failed.code, failed.error?.code], [3, 'lake.write']);
        assert.match(failed.error!.message, /the disk is full; make room, or choose another folder\.$/);
        assert.deepEqual(
          (await readdir(disk, { recursive: true })).filter(name => name.endsWith('.parquet')),
          [],
        );

        await enlarge(disk, 200);
        const next = await etl(shell, 'w.duckdb', '--export', star);
        assert.deepEqual([next.code, next.objects.read, next.exports.length], [0, 0, 1], next.error?.message);
        await assertOnlySnapshots(star);
        await assertShowsStar(star, join(shell.folder, 'w.duckdb'));
      }),
    );
  });
});
