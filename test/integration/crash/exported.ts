import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { FolderLake } from '../../../src/lake/folder/folder-lake.ts';
import type { Manifest } from '../../../src/pipeline/export/manifest.ts';
import { publishedTables } from '../../../src/pipeline/export/published.ts';
import { starTables, tableNamed } from '../../../src/schema/index.ts';
import { lakeOn, listed } from '../../support/lakes.ts';
import type { PlaygroundProcess } from '../../support/playground.ts';
import { clientOf } from '../playground/client.ts';
import { assertEqual, lookingInto } from './same-rows.ts';

/** What an export must be after a run that went through: it shows the star of the warehouse, and nothing lies about in it. */
export async function assertShowsStar(folder: string, warehouse: string): Promise<void> {
  const shown = await publishedTables(new FolderLake(folder, {}));
  assert.deepEqual(shown.map(({ table }) => table).sort(), starTables.map(({ name }) => name).sort());
  await lookingInto({ kept: warehouse }, async connection => {
    for (const { table, readCall } of shown) {
      const columns = tableNamed(table)!.columns.map(({ name }) => `"${name}"`);
      const rows = (from: string) => `SELECT ${columns} FROM ${from}`;
      await assertEqual(connection, `${folder} ${table}`, rows(readCall), rows(`kept.${table}`));
    }
  });
}

/** Every file beneath `runs/` belongs to a snapshot that is whole, at most `keep` of them, one of them the latest. */
export async function assertOnlySnapshots(folder: string, { keep = 2 } = {}): Promise<void> {
  const files = await filesBeneath(folder);
  const latest = await readFile(join(folder, 'latest.json'), 'utf8');
  const snapshots = await readdir(join(folder, 'runs'));
  assert.ok(snapshots.length <= keep, snapshots.join(', '));
  const expected = ['latest.json'];
  let isLatestThere = false;
  for (const snapshot of snapshots) {
    const home = `runs/${snapshot}/`;
    const text = await readFile(join(folder, home, 'export.json'), 'utf8').catch(() => undefined);
    assert.ok(text, `${home} is no whole snapshot: ${files.filter(file => file.startsWith(home)).join(', ')}`);
    isLatestThere ||= text === latest;
    expected.push(`${home}export.json`, `${home}_writer`);
    for (const { path, files: count } of Object.values((JSON.parse(text) as Manifest).tables)) {
      const parquet = files.filter(file => file.startsWith(path) && isParquet(file));
      assert.equal(parquet.length, count, path);
      expected.push(...parquet);
    }
  }
  assert.ok(isLatestThere, 'latest.json tells of none of them');
  assert.deepEqual(files.sort(), expected.sort());
}

/** In the plain layout: the tables' own files and the manifest, nothing of an export before. */
export async function assertOnlyTables(folder: string): Promise<void> {
  const files = await filesBeneath(folder);
  const { tables } = JSON.parse(await readFile(join(folder, 'latest.json'), 'utf8')) as Manifest;
  for (const { path, files: count } of Object.values(tables)) {
    assert.equal(files.filter(file => file.startsWith(path) && isParquet(file)).length, count, path);
  }
  const expected = Object.values(tables).reduce((sum, table) => sum + table.files, 1);
  assert.equal(files.length, expected, files.filter(file => !isParquet(file)).join(', '));
}

const isParquet = (file: string) => /\/run-\d+-[0-9a-f]{8}-\d+\.parquet$/.test(file);

/** Files with hidden ones, and folders with nothing in them; links are neither. */
async function filesBeneath(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const isEmpty = entry.isDirectory() && (await readdir(path)).length === 0;
    if (entry.isFile() || isEmpty) files.push(relative(folder, path) + (isEmpty ? '/' : ''));
  }
  return files;
}

/** Copies an export on the playground to a folder, to be looked at like one that was written there. */
export async function mirrored(
  playground: PlaygroundProcess,
  uri: string,
  look: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-mirror-'));
  const lake = await lakeOn(playground, uri);
  try {
    for await (const one of lake.read(await listed(lake))) {
      assert.ok(!one.gone, one.object.key);
      const path = join(folder, one.object.key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, one.body);
    }
    await look(folder);
  } finally {
    await lake.close();
    await rm(folder, { recursive: true, force: true });
  }
}

export async function unfinishedUploads(playground: PlaygroundProcess, bucket: string): Promise<string[]> {
  const client = clientOf(playground);
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  client.destroy();
  return Uploads.map(({ Key }) => Key ?? '');
}
