import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Lake } from '../../lake/lake.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import { browseIfThere, latestKey, type Manifest } from './manifest.ts';
import type { WrittenTable } from './write-parquet.ts';

export interface Publishing {
  readonly lake: Lake;
  readonly run: number;
  readonly written: readonly WrittenTable[];
  readonly keep: number;
  readonly signal: AbortSignal;
  readonly onFile: () => void;
}

const uploads = 32;
const manifestName = 'export.json';

/** A snapshot of its own for every run: `runs/<run>/<table>/…`, made visible by `latest.json`, which is written last. */
export async function publishRun(publishing: Publishing): Promise<string> {
  const { lake, run, written, keep, signal } = publishing;
  const { prefixes } = await browseIfThere(lake, 'runs/');
  const folder = freeFolder(run, prefixes);
  try {
    await upload(publishing, folder);
    const manifest = print(manifestOf(run, written, folder));
    await lake.put(`${folder}${manifestName}`, manifest, { contentType: 'application/json', signal });
    await lake.put(latestKey, manifest, { contentType: 'application/json', signal });
  } catch (error) {
    await removeBeneath(lake, folder);
    throw error;
  }
  await lake.link?.('latest', folder);
  await removeOld(lake, folder, prefixes, keep);
  return folder;
}

/** Tables at stable paths: the new files first, then the manifest, then the old files go. */
export async function publishPlain(publishing: Publishing): Promise<string> {
  const { lake, run, written, signal } = publishing;
  await upload(publishing, '');
  await lake.put(latestKey, print(manifestOf(run, written, '')), { contentType: 'application/json', signal });
  for (const { exported, files } of written) {
    const { name } = exported.table;
    const ours = new Set(files.map(file => `${name}/${file}`));
    await removeBeneath(lake, `${name}/`, key => key.endsWith('.parquet') && !ours.has(key));
  }
  return '';
}

/** File names that no earlier export has used, so that nothing a reader holds is written over. */
export const newStem = (run: number): string => `run-${run}-${randomBytes(4).toString('hex')}`;

/** Run numbers begin again with a new warehouse; a folder that is taken stays as it is. */
function freeFolder(run: number, taken: readonly string[]): string {
  for (let again = 1; ; again++) {
    const folder = `runs/${run}${again === 1 ? '' : `-${again}`}/`;
    if (!taken.includes(folder)) return folder;
  }
}

async function upload({ lake, written, signal, onFile }: Publishing, folder: string): Promise<void> {
  const files = written.flatMap(table =>
    table.files.map(file => ({ key: `${folder}${table.exported.table.name}/${file}`, path: join(table.folder, file) })),
  );
  const next = files.values();
  const worker = async () => {
    for (const { key, path } of next) {
      await lake.putFile(key, path, { signal });
      onFile();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(uploads, files.length) }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function manifestOf(run: number, written: readonly WrittenTable[], folder: string): Manifest {
  const tables = written.map(({ exported: { table, partitionedBy }, rows, bytes, files }) => {
    const partitions = partitionedBy.map(name => ({
      name,
      type: d.type(table.columns.find(column => column.name === name)?.type ?? 'integer'),
    }));
    return [table.name, { path: `${folder}${table.name}/`, rows, bytes, files: files.length, partitions }] as const;
  });
  return { version: 1, run, tables: Object.fromEntries(tables) };
}

const print = (manifest: Manifest) => `${JSON.stringify(manifest, null, 2)}\n`;

/** Keeps the newest snapshots; those beyond, and what an export that was killed has left, go. */
async function removeOld(lake: Lake, current: string, folders: readonly string[], keep: number): Promise<void> {
  const published: { folder: string; atMs: number }[] = [];
  for (const folder of folders) {
    const { objects } = await lake.browse(folder);
    const manifest = objects.find(object => object.key === `${folder}${manifestName}`);
    if (manifest) published.push({ folder, atMs: manifest.modifiedMs });
  }
  published.sort((a, b) => b.atMs - a.atMs);
  const kept = new Set([current, ...published.slice(0, keep - 1).map(({ folder }) => folder)]);
  for (const folder of folders) if (!kept.has(folder)) await removeBeneath(lake, folder);
}

async function removeBeneath(lake: Lake, prefix: string, isOld: (key: string) => boolean = () => true): Promise<void> {
  const keys: string[] = [];
  for await (const page of lake.list(prefix)) keys.push(...page.map(object => object.key).filter(isOld));
  if (keys.length > 0) await lake.delete(keys);
}
