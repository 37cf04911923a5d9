import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parquetFields } from '../../schema/ddl.ts';
import type { Connection } from '../../warehouse/connection.ts';
import { duckdbDialect as d } from '../../warehouse/dialect.ts';
import type { Exported } from './partitions.ts';

export interface WrittenTable {
  readonly exported: Exported;
  readonly rows: number;
  readonly bytes: number;
  /** Paths relative to the table's folder, with `/`. */
  readonly files: readonly string[];
  readonly folder: string;
}

// A COPY keeps a writer open for each partition: beyond a few thousand it runs out of memory.
const partitionsACopy = 1000;
const sliced = 'sparkify_sliced';

/** Writes one table as Parquet beneath `folder`. File names begin with `stem`. */
export async function writeParquet(
  connection: Connection,
  exported: Exported,
  { folder, stem, signal }: { folder: string; stem: string; signal: AbortSignal },
): Promise<WrittenTable> {
  const { table, partitionedBy } = exported;
  await mkdir(folder, { recursive: true });
  if (partitionedBy.length === 0) await copyWhole(connection, exported, join(folder, `${stem}-0.parquet`), signal);
  else await copyPartitions(connection, exported, folder, stem, signal);
  const { rows } = await connection.one<{ rows: number }>(`SELECT count(*) AS rows FROM ${d.id(table.name)}`);
  const { files, bytes } = await filesIn(folder);
  return { exported, rows, bytes, files, folder };
}

const sortedBy = ({ table }: Exported) => table.sortedBy.map(d.id).join(', ');

const columnsOf = ({ table, partitionedBy }: Exported) =>
  parquetFields(d, table, partitionedBy)
    .map(field => d.id(field.name))
    .join(', ');

async function copyWhole(connection: Connection, exported: Exported, file: string, signal: AbortSignal): Promise<void> {
  const rows = `SELECT ${columnsOf(exported)} FROM ${d.id(exported.table.name)} ORDER BY ${sortedBy(exported)}`;
  await connection.run(`COPY (${rows}) TO ${d.text(file)} (FORMAT parquet, COMPRESSION zstd)`, { signal });
}

async function copyPartitions(
  connection: Connection,
  exported: Exported,
  folder: string,
  stem: string,
  signal: AbortSignal,
) {
  const { table, partitionedBy, partitionExpressions } = exported;
  const names = partitionedBy.map(d.id);
  const values = partitionExpressions.map((expression, i) => `${expression} AS ${names[i]}`);
  const listed = `${names.join(', ')}`;
  const { partitions } = await connection.one<{ partitions: number }>(
    `SELECT count(*) AS partitions FROM (SELECT DISTINCT ${values.join(', ')} FROM ${d.id(table.name)})`,
    { signal },
  );
  const target = `(FORMAT parquet, COMPRESSION zstd, PARTITION_BY (${listed}), FILENAME_PATTERN ${d.text(`${stem}-{i}`)}, OVERWRITE_OR_IGNORE)`;
  const rows = `SELECT ${columnsOf(exported)}, ${values.join(', ')} FROM ${d.id(table.name)}`;
  if (partitions <= partitionsACopy) {
    await connection.run(`COPY (${rows} ORDER BY ${listed}, ${sortedBy(exported)}) TO ${d.text(folder)} ${target}`, {
      signal,
    });
    return;
  }
  // Sorted once, with the number of each row's partition beside it, so that a slice of partitions is a slice of the table.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${sliced} AS
     SELECT *, dense_rank() OVER (ORDER BY ${listed}) AS place FROM (${rows}) ORDER BY place, ${sortedBy(exported)}`,
    { signal },
  );
  for (let from = 1; from <= partitions; from += partitionsACopy) {
    const slice = `SELECT * EXCLUDE place FROM ${sliced} WHERE place BETWEEN ${from} AND ${from + partitionsACopy - 1}`;
    await connection.run(`COPY (${slice}) TO ${d.text(folder)} ${target}`, { signal });
  }
  await connection.run(`DROP TABLE ${sliced}`);
}

async function filesIn(folder: string): Promise<{ files: string[]; bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  let bytes = 0;
  for (const path of paths) bytes += (await stat(path)).size;
  return { files: paths.map(path => relative(folder, path).split(sep).join('/')).sort(), bytes };
}
