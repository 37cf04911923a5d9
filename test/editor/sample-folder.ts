import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../scripts/fetch/npm.ts';
import type { Playground } from './playground.ts';
import { root } from './suite.ts';

const keys = 'playground.cfg';

/** Writes what opens a playground's lake, whatever keys the person has, and gives its name for `credentials`. */
export async function writeKeys(folder: string, { environment }: Playground): Promise<string> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = environment;
  await writeFile(join(folder, keys), `[AWS]\nKEY=${id}\nSECRET=${secret}\n`);
  return keys;
}

/** A folder to work in: copies of the sample notebooks, and a project file that tells where the lake is and what opens it. */
export async function layOutSamples(folder: string, playground: Playground): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(root, 'sample-notebooks'), folder, { recursive: true });
  const { AWS_REGION: region } = playground.environment;
  const credentials = await writeKeys(folder, playground);
  const lake = [
    '--source=s3://sparkify',
    `--endpoint=${playground.url}`,
    `--region=${region}`,
    `--credentials=${credentials}`,
  ];
  const words = ['init', ...lake, '--warehouse=sparkify.duckdb', '--export=parquet'];
  await run(process.execPath, [join(root, 'dist/cli.js'), ...words], folder);
}
