import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { SparkifyError } from '../../base/errors.ts';
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
// It holds so many rows, in order, until it writes them: half a million by itself. A row group as large is still a good one.
const rowsHeld = 61_440;
/** What file systems take as the name of one file or folder. */
const mostBytesAName = 255;
const sliced = 'sparkify_sliced';

/** Writes one table as Parquet beneath `folder`. File names begin with `stem`. */
export async function writeParquet(
  connection: Connection,
  exported: Exported,
  { folder, stem, signal }: { folder: string; stem: string; signal: AbortSignal },
): Promise<WrittenTable> {
  const { table, partitionedBy } = exported;
  await mkdir(folder, { recursive: true });
  const { rows } = await connection.one<{ rows: number }>(`SELECT count(*) AS rows FROM ${d.id(table.name)}`);
  // Without rows there are no partitions, and without a file nobody could read that there are no rows.
  const isWhole = partitionedBy.length === 0 || rows === 0;
  if (isWhole) await copyWhole(connection, exported, join(folder, `${stem}-0.parquet`), signal);
  else await copyPartitions(connection, exported, folder, stem, signal);
  const { files, bytes } = await filesIn(folder);
  return { exported: isWhole ? { ...exported, partitionedBy: [] } : exported, rows, bytes, files, folder };
}

const sortedBy = ({ table }: Exported) => table.sortedBy.map(d.id).join(', ');

const columnsOf = ({ table, partitionedBy }: Exported) =>
  parquetFields(d, table, partitionedBy)
    .map(field => d.id(field.name))
    .join(', ');

const partitionValues = ({ partitionedBy, partitionExpressions }: Exported) =>
  partitionExpressions.map((expression, i) => `${expression} AS ${d.id(partitionedBy[i]!)}`);

async function copyWhole(connection: Connection, exported: Exported, file: string, signal: AbortSignal): Promise<void> {
  const columns = [columnsOf(exported), ...partitionValues(exported)].join(', ');
  const rows = `SELECT ${columns} FROM ${d.id(exported.table.name)} ORDER BY ${sortedBy(exported)}`;
  await connection.run(`COPY (${rows}) TO ${d.text(file)} (FORMAT parquet, COMPRESSION zstd)`, { signal });
}

/** A partition is a folder `column=value`, its value URL-encoded as DuckDB writes it. */
async function refuseLongNames(
  connection: Connection,
  { table, partitionedBy, partitionExpressions }: Exported,
  signal: AbortSignal,
): Promise<void> {
  for (const [i, column] of partitionedBy.entries()) {
    const { longest } = await connection.one<{ longest: number | null }>(
      `SELECT max(strlen(url_encode((${partitionExpressions[i]!})::VARCHAR))) AS longest FROM ${d.id(table.name)}`,
      { signal },
    );
    const length = column.length + 1 + Number(longest ?? 0);
    if (length <= mostBytesAName) continue;
    throw new SparkifyError(
      'usage.option',
      `${table.name} cannot be partitioned by ${column}: its longest value makes the name of a folder ${length} bytes long, and ${mostBytesAName} is the most there can be. Give --partition ${table.name} other columns.`,
    );
  }
}

async function copyPartitions(
  connection: Connection,
  exported: Exported,
  folder: string,
  stem: string,
  signal: AbortSignal,
) {
  const { table, partitionedBy } = exported;
  const listed = partitionedBy.map(d.id).join(', ');
  const values = partitionValues(exported);
  const { partitions } = await connection.one<{ partitions: number }>(
    `SELECT count(*) AS partitions FROM (SELECT DISTINCT ${values.join(', ')} FROM ${d.id(table.name)})`,
    { signal },
  );
  await refuseLongNames(connection, exported, signal);
  await connection.run(`SET partitioned_write_flush_threshold = ${rowsHeld}`);
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
