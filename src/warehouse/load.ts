import { SparkifyError } from '../base/errors.ts';

export type DuckDb = typeof import('@duckdb/node-api');

const platforms = [
  'linux-x64',
  'linux-arm64',
  'alpine-x64',
  'alpine-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
];

/** DuckDB costs 35 MB and a native library, so it loads with the first warehouse and never before. */
export async function loadDuckDb(load: () => Promise<DuckDb> = () => import('@duckdb/node-api')): Promise<DuckDb> {
  try {
    return await load();
  } catch (cause) {
    throw new SparkifyError(
      'warehouse.platform',
      `DuckDB does not load on ${process.platform}-${process.arch}. Sparkify runs on ${platforms.join(', ')}: install the build made for this platform.`,
      { cause },
    );
  }
}
