import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../scripts/fetch/npm.ts';
import { root } from './suite.ts';

/** A folder to work in: copies of the sample notebooks, and a project file that tells where the lake is. */
export async function layOutSamples(folder: string, endpoint: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(root, 'sample-notebooks'), folder, { recursive: true });
  const words = ['init', '--source=s3://sparkify', `--endpoint=${endpoint}`, '--warehouse=sparkify.duckdb'];
  await run(process.execPath, [join(root, 'dist/cli.js'), ...words, '--export=parquet'], folder);
}
