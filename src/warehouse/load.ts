import { SparkifyError } from '../base/errors.ts';
import { platforms } from './platforms.ts';

type Api = typeof import('@duckdb/node-api');
type Bindings = typeof import('@duckdb/node-bindings');

/** DuckDB as it was loaded. */
export type DuckDb = Api & { readonly bindings: Bindings };

/** DuckDB costs 35 MB and a native library, so it loads with the first warehouse and never before. */
export async function loadDuckDb(load: () => Promise<DuckDb> = importDuckDb): Promise<DuckDb> {
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

/** Both are CommonJS: what they export stands under `default`, in a bundle as in Node. */
async function importDuckDb(): Promise<DuckDb> {
  const [api, bindings] = await Promise.all([import('@duckdb/node-api'), import('@duckdb/node-bindings')]);
  return { ...exportsOf<Api>(api), bindings: exportsOf<Bindings>(bindings) };
}

const exportsOf = <T>(module: object): T => (module as { default: T }).default;
