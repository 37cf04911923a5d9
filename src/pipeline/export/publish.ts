import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { asSparkifyError } from '../../base/errors.ts';
import type { Lake } from '../../lake/lake.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import { together } from '../together.ts';
import { latestKey, latestText, type Manifest } from './manifest.ts';
import { bookKeysOf, claimFolder, wholeName } from './snapshots.ts';
import type { WrittenTable } from './write-parquet.ts';

export interface Publishing {
  readonly lake: Lake;
  readonly run: number;
  /** The warehouse that publishes, as no other is called. */
  readonly writer: string;
  /** How the names of its files begin. */
  readonly stem: string;
  readonly written: readonly WrittenTable[];
  readonly signal: AbortSignal;
  readonly onFile: () => void;
  readonly warn: (message: string) => void;
}

const uploads = 32;
const json = 'application/json';
/** How long what was uploaded may take to be taken back; a person who cancels waits for it. */
const takeBackMs = ({ aborted }: AbortSignal) => (aborted ? 300 : 10_000);

/** A snapshot of its own for every run: `runs/<run>/<table>/…`, made visible by `latest.json`, which is written last. */
export async function publishRun(publishing: Publishing): Promise<string> {
  const { lake, run, writer, signal, warn } = publishing;
  const folder = await claimFolder(lake, run, writer, signal);
  await publishIn(publishing, folder, async manifest => {
    await lake.put(`${folder}${wholeName}`, manifest, { contentType: json, signal });
  });
  await lake.link?.('latest', folder).catch((error: unknown) => {
    warn(`The export is published, without the link "latest" to it: ${asSparkifyError(error).message}`);
  });
  return folder;
}

/** Tables at stable paths: the new files, then the manifest. The old files are there until `tidyUp`. */
export async function publishPlain(publishing: Publishing): Promise<string> {
  await publishIn(publishing, '');
  return '';
}

/** File names that no earlier export has used, so that nothing a reader holds is written over. */
export const newStem = (run: number): string => `run-${run}-${randomBytes(4).toString('hex')}`;

const ourFile = /(^|\/)run-\d+-[0-9a-f]{8}-\d+\.parquet$/;
/** Whether an export of ours, this or another, may have written it. */
export const isOurParquet = (key: string): boolean => ourFile.test(key);

/** Uploads, then shows; what cannot be shown is taken back. */
async function publishIn(
  publishing: Publishing,
  folder: string,
  beforeShown: (manifest: string) => Promise<void> = async () => {},
): Promise<void> {
  const { lake, written, signal } = publishing;
  const manifest = `${JSON.stringify(manifestOf(publishing, folder), null, 2)}\n`;
  const files = filesOf(written, folder);
  const begun: string[] = [];
  let isAsked = false;
  try {
    await upload(publishing, files, { onBegun: key => begun.push(key), onDone: publishing.onFile });
    await beforeShown(manifest);
    isAsked = true;
    await lake.put(latestKey, manifest, { contentType: json, signal });
  } catch (error) {
    // A put that failed may have arrived all the same, and then readers are at these files.
    if (!isAsked || (await isSurelyHidden(lake, manifest, signal))) {
      const keys = [...begun, ...(folder ? bookKeysOf(folder) : [])];
      // What cannot be taken back now goes with the next export; the first failure is the one to tell.
      await lake.delete(keys, { signal: AbortSignal.timeout(takeBackMs(signal)) }).catch(() => undefined);
    }
    throw error;
  }
}

const isSurelyHidden = (lake: Lake, manifest: string, signal: AbortSignal): Promise<boolean> =>
  latestText(lake, AbortSignal.timeout(takeBackMs(signal))).then(
    latest => latest !== manifest,
    () => false,
  );

export interface Upload {
  readonly key: string;
  readonly path: string;
}

export const filesOf = (written: readonly WrittenTable[], folder: string): Upload[] =>
  written.flatMap(({ exported, files, folder: local }) =>
    files.map(file => ({ key: `${folder}${exported.table.name}/${file}`, path: join(local, file) })),
  );

export async function upload(
  { lake, signal }: Pick<Publishing, 'lake' | 'signal'>,
  files: readonly Upload[],
  { onBegun = () => {}, onDone = () => {} }: { onBegun?: (key: string) => void; onDone?: () => void } = {},
): Promise<void> {
  const next = files.values();
  const worker = async (either: AbortSignal) => {
    for (const { key, path } of next) {
      onBegun(key);
      await lake.putFile(key, path, { signal: either });
      onDone();
    }
  };
  await together(signal, Array(Math.min(uploads, files.length)).fill(worker));
}

function manifestOf({ run, stem, written }: Publishing, folder: string): Manifest {
  const tables = written.map(({ exported: { table, partitionedBy }, rows, bytes, files }) => {
    const partitions = partitionedBy.map(name => ({
      name,
      type: d.type(table.columns.find(column => column.name === name)?.type ?? 'integer'),
    }));
    return [table.name, { path: `${folder}${table.name}/`, rows, bytes, files: files.length, partitions }] as const;
  });
  return { version: 1, run, stem, tables: Object.fromEntries(tables) };
}
