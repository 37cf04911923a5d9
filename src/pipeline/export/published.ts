import { SparkifyError } from '../../base/errors.ts';
import type { Lake } from '../../lake/lake.ts';
import { quoteText } from '../../warehouse/dialect.ts';
import { readManifest } from './manifest.ts';

export interface PublishedTable {
  readonly table: string;
  readonly uri: string;
  readonly rows: number;
  readonly files: number;
  /** What reads it in DuckDB. */
  readonly readCall: string;
}

/** The tables an export shows, and how to read each. */
export async function publishedTables(lake: Lake): Promise<PublishedTable[]> {
  const manifest = await readManifest(lake);
  if (!manifest) {
    throw new SparkifyError(
      'lake.missing',
      `There is no export in ${lake.uri} (no latest.json); \`sparkify export\` writes one.`,
    );
  }
  return Object.entries(manifest.tables).map(([table, { path, rows, files, partitions }]) => {
    const uri = lake.uri + path;
    const glob = quoteText(`${literal(uri)}${'*/'.repeat(partitions.length)}*.parquet`);
    const types = partitions
      .map(({ name, type }) => `${quoteText(name)}: ${type.includes(' ') ? quoteText(type) : type}`)
      .join(', ');
    const hive = partitions.length > 0 ? `, hive_partitioning = true, hive_types = {${types}}` : '';
    return { table, uri, rows, files, readCall: `read_parquet(${glob}${hive})` };
  });
}

/** In a pattern, what stands in brackets means itself. */
const literal = (path: string): string => path.replace(/[*?[]/g, '[$&]');
