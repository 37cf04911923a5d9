import assert from 'node:assert/strict';
import { access, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SparkifyError } from '../../../src/base/errors.ts';
import { WarehouseLocked } from '../../../src/warehouse/errors.ts';
import { inMemory, Warehouse } from '../../../src/warehouse/warehouse.ts';
import { endlessIn, holdElsewhere, inFolder, killed } from './open.ts';
import { makeReadOnly, onSmallDisk } from './small-disk.ts';
import { withStorageVersion } from './storage-version.ts';

const refusal = (code: string, sentence: RegExp) => (error: unknown) => {
  assert.ok(error instanceof SparkifyError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, sentence);
  return true;
};

async function makeWarehouse(path: string, sql = 'CREATE TABLE t AS SELECT 42 AS n'): Promise<void> {
  await using warehouse = await Warehouse.open({ path });
  await (await warehouse.connect()).run(sql);
}

/** What DuckDB has put there because it did not fit in memory. */
const temporaryIn = async (folder: string) => (await readdir(folder)).filter(name => /(tmp|sparkify)-\d+-/.test(name));

describe('opening a warehouse', function () {
  this.timeout(30_000);

  it('keeps what was written, in UTC whatever the machine says', () =>
    inFolder(async folder => {
      const path = join(folder, "a 'quoted' name é.duckdb");
      await makeWarehouse(path);
      await using warehouse = await Warehouse.open({ path });
      const connection = await warehouse.connect();
      assert.deepEqual(
        await connection.rows('SELECT n, current_setting($zone) AS zone FROM t', { params: { zone: 'TimeZone' } }),
        [{ n: 42, zone: 'UTC' }],
      );
      assert.ok((await warehouse.sizeBytes()) > 0);
    }));

  it('takes the memory limit and the threads it is given, and downloads nothing', () =>
    inFolder(async folder => {
      await using warehouse = await Warehouse.open({
        path: join(folder, 'w.duckdb'),
        memoryLimit: '512MiB',
        threads: 1,
      });
      const { temp, ...settings } = await (await warehouse.connect()).one<Record<string, unknown>>(
        `SELECT current_setting('memory_limit') AS memory, current_setting('threads') AS threads,
          current_setting('autoinstall_known_extensions') AS downloads, current_setting('temp_directory') AS temp`,
      );
      assert.deepEqual(settings, {
        memory: '512.0 MiB',
        threads: 1,
        downloads: false,
      });
      assert.ok(String(temp).startsWith(`${join(folder, 'w.duckdb')}.tmp-${process.pid}-`));
    }));

  it('leaves nothing beside the file when it is closed, also after work that did not fit in memory', () =>
    inFolder(async folder => {
      const path = join(folder, 'w.duckdb');
      const warehouse = await Warehouse.open({ path, memoryLimit: '64MB', threads: 1 });
      const connection = await warehouse.connect();
      await connection.run('CREATE TABLE sorted AS SELECT range AS n, uuid() AS id FROM range(2_000_000) ORDER BY id');
      assert.equal((await temporaryIn(folder)).length, 1);
      await warehouse.close();
      assert.deepEqual(await readdir(folder), ['w.duckdb']);
    }));

  it('shares no temporary file with another process, and takes away what one left that was killed', () =>
    inFolder(async folder => {
      const path = join(folder, 'w.duckdb');
      const tooMuch = 'CREATE TEMP TABLE t AS SELECT uuid() AS id FROM range(5_000_000)';
      const holder = await holdElsewhere(path, `CHECKPOINT; SET memory_limit = '40MB'; SET threads = 1; ${tooMuch}`);
      try {
        const left = await temporaryIn(folder);
        const reader = await Warehouse.open({ path: inMemory, memoryLimit: '40MB', threads: 1, tempFolder: folder });
        await (await reader.connect()).run(tooMuch);
        assert.deepEqual([left.length, (await temporaryIn(folder)).length], [1, 2]);
        await reader.close();
        assert.deepEqual(await temporaryIn(folder), left);
      } finally {
        await killed(holder);
      }
      await (await Warehouse.open({ path })).close();
      assert.deepEqual(await readdir(folder), ['w.duckdb']);
    }));

  it('works in memory alone where no file is wanted', async () => {
    await using warehouse = await Warehouse.open({ path: inMemory });
    const connection = await warehouse.connect();
    await connection.run('CREATE TABLE t AS SELECT 1 AS n');
    assert.deepEqual(await connection.rows('FROM warehouse.main.t'), [{ n: 1 }]);
    assert.equal(await warehouse.sizeBytes(), 0);
  });

  it('says which program holds the file, and opens it when that was killed', () =>
    inFolder(async folder => {
      const path = join(folder, 'w.duckdb');
      const holder = await holdElsewhere(path, 'CREATE TABLE t AS SELECT 42 AS n; BEGIN; INSERT INTO t VALUES (43)');
      try {
        await assert.rejects(Warehouse.open({ path }), error => {
          assert.ok(error instanceof WarehouseLocked);
          assert.equal(error.code, 'warehouse.locked');
          assert.equal(error.lockedBy.pid, holder.pid);
          assert.match(error.message, new RegExp(`node.*process ${holder.pid}`));
          return true;
        });
      } finally {
        await killed(holder);
      }
      await using warehouse = await Warehouse.open({ path });
      assert.deepEqual(await (await warehouse.connect()).rows('FROM t'), [{ n: 42 }]);
    }));

  it('lets go of the file while detached, keeps what is in memory, and takes it back', () =>
    inFolder(async folder => {
      const path = join(folder, 'w.duckdb');
      await using warehouse = await Warehouse.open({ path });
      const connection = await warehouse.connect();
      await connection.run('CREATE TABLE t AS SELECT 42 AS n; CREATE TEMP TABLE kept AS FROM t');
      await connection.run('CREATE TABLE memory.main.result AS FROM t');
      await warehouse.detach();
      assert.equal(warehouse.isAttached, false);
      const holder = await holdElsewhere(path, 'INSERT INTO t VALUES (43)');
      assert.deepEqual(await connection.rows('FROM memory.main.result'), [{ n: 42 }]);
      await assert.rejects(warehouse.attach(), refusal('warehouse.locked', /Close it there/));
      await killed(holder);
      await warehouse.attach();
      assert.deepEqual(await connection.rows('FROM t ORDER BY n'), [{ n: 42 }, { n: 43 }]);
      assert.deepEqual(await connection.rows('FROM kept'), [{ n: 42 }]);
    }));

  it('refuses to open one file twice in a process, by whatever name', () =>
    inFolder(async folder => {
      const path = join(folder, 'w.duckdb');
      const link = join(folder, 'link.duckdb');
      await symlink(path, link);
      const warehouse = await Warehouse.open({ path });
      await assert.rejects(Warehouse.open({ path: link }), refusal('internal', /opened once and shared/));
      await warehouse.close();
      await (await Warehouse.open({ path: link })).close();
      assert.deepEqual((await readdir(folder)).sort(), ['link.duckdb', 'w.duckdb']);
    }));

  it('closes while a statement runs, and that statement is cancelled', () =>
    inFolder(async folder => {
      const warehouse = await Warehouse.open({ path: join(folder, 'w.duckdb') });
      const connection = await warehouse.connect();
      const { endless, underWay } = await endlessIn(warehouse);
      const stopped = assert.rejects(connection.run(endless), refusal('cancelled', /Cancelled/));
      const waiting = assert.rejects(connection.run('SELECT 1'), refusal('cancelled', /Cancelled/));
      await underWay();
      await warehouse.close();
      await stopped;
      await waiting;
      await assert.rejects(connection.run('SELECT 1'), refusal('internal', /closed/));
    }));

  describe('says what is wrong with', () => {
    it('a file that is no database, and leaves it as it was', () =>
      inFolder(async folder => {
        for (const text of ['', 'hello', 'a,b\n'.repeat(5000), 'SQLite format 3\0'.repeat(1000)]) {
          const path = join(folder, 'notes.txt');
          await writeFile(path, text);
          await assert.rejects(
            Warehouse.open({ path }),
            refusal('warehouse.format', /notes\.txt is not a DuckDB database/),
          );
          assert.equal(await readFile(path, 'utf8'), text);
        }
      }));

    it('a file of a newer DuckDB', () =>
      inFolder(async folder => {
        const path = join(folder, 'w.duckdb');
        await makeWarehouse(path);
        await writeFile(path, withStorageVersion(await readFile(path), 999));
        await assert.rejects(
          Warehouse.open({ path }),
          refusal('warehouse.format', /newer DuckDB.*storage version 999.*Update Sparkify/s),
        );
      }));

    it('a damaged file', () =>
      inFolder(async folder => {
        const path = join(folder, 'w.duckdb');
        await makeWarehouse(path);
        const bytes = await readFile(path);
        for (const damaged of [
          bytes.subarray(0, 5000),
          Buffer.concat([bytes.subarray(0, 4200), Buffer.alloc(bytes.length - 4200, 7)]),
        ]) {
          await writeFile(path, damaged);
          await assert.rejects(Warehouse.open({ path }), refusal('warehouse.format', /is damaged/));
        }
      }));

    it('a folder, a missing folder, and a missing file that is not to be made', () =>
      inFolder(async folder => {
        await mkdir(join(folder, 'sub'));
        await assert.rejects(Warehouse.open({ path: join(folder, 'sub') }), refusal('warehouse.path', /is a folder/));
        const lost = join(folder, 'nowhere', 'w.duckdb');
        await assert.rejects(Warehouse.open({ path: lost }), refusal('warehouse.path', /folder of .* does not exist/));
        const missing = join(folder, 'w.duckdb');
        for (const options of [{ create: false }, { readOnly: true }]) {
          await assert.rejects(
            Warehouse.open({ path: missing, ...options }),
            refusal('warehouse.path', /There is no warehouse/),
          );
        }
        await assert.rejects(access(missing));
      }));

    it('a disk that may not be written, which can still be read', async function () {
      await onSmallDisk(this, 16, async disk => {
        const path = join(disk, 'w.duckdb');
        await makeWarehouse(path);
        await makeReadOnly(disk);
        for (const other of [path, join(disk, 'new.duckdb')]) {
          await assert.rejects(
            Warehouse.open({ path: other }),
            refusal('warehouse.path', /may not be written: .*Read-only file system/),
          );
        }
        await using warehouse = await Warehouse.open({ path, readOnly: true });
        assert.deepEqual(await (await warehouse.connect()).rows('FROM t'), [{ n: 42 }]);
      });
    });

    it('a setting that DuckDB does not know', async () => {
      for (const settings of [{ memoryLimit: 'lots' }, { threads: 0 }]) {
        await assert.rejects(
          Warehouse.open({ path: inMemory, ...settings }),
          refusal('usage.option', /memory limit lots|threads 0/),
        );
      }
    });

    it('a write to what was opened to be read', () =>
      inFolder(async folder => {
        const path = join(folder, 'w.duckdb');
        await makeWarehouse(path);
        await using warehouse = await Warehouse.open({ path, readOnly: true });
        const connection = await warehouse.connect();
        assert.deepEqual(await connection.rows('FROM t'), [{ n: 42 }]);
        await assert.rejects(connection.run('DROP TABLE t'), refusal('warehouse.sql', /read-only/));
      }));
  });
});
