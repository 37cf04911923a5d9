import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SparkifyError } from '../base/errors.ts';

const unlessMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
};

/** The file itself, through every link. Looks without opening: closing a second handle on the file would drop DuckDB's lock. */
export async function realPathOf(path: string, mayCreate: boolean): Promise<string> {
  try {
    const real = await realpath(path).catch(unlessMissing);
    if (real !== undefined) {
      if ((await stat(real)).isDirectory()) throw refused(`${path} is a folder. Name a file in it.`);
      return real;
    }
    if (!mayCreate)
      throw refused(`There is no warehouse at ${path}. Run etl or create first, or give another --warehouse.`);
    const folder = await realpath(dirname(path)).catch(unlessMissing);
    if (folder === undefined)
      throw refused(`The folder of ${path} does not exist. Create it, or give another --warehouse.`);
    return join(folder, basename(path));
  } catch (error) {
    if (error instanceof SparkifyError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SparkifyError('warehouse.path', `${path} cannot be reached: ${reason}.`, { cause: error });
  }
}

const refused = (sentence: string) => new SparkifyError('warehouse.path', sentence);
