import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../scripts/fetch/npm.ts';
import type { Playground } from './playground.ts';
import { root } from './suite.ts';

const keys = 'playground.cfg';

/** A folder to work in: copies of the sample notebooks, and a project file that tells where the lake is and what opens it, whatever keys the person has. */
export async function layOutSamples(folder: string, { url, environment }: Playground): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(root, 'sample-notebooks'), folder, { recursive: true });
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_REGION: region } = environment;
  await writeFile(join(folder, keys), `[AWS]\nKEY=${id}\nSECRET=${secret}\n`);
  const lake = ['--source=s3://sparkify', `--endpoint=${url}`, `--region=${region}`, `--credentials=${keys}`];
  const words = ['init', ...lake, '--warehouse=sparkify.duckdb', '--export=parquet'];
  await run(process.execPath, [join(root, 'dist/cli.js'), ...words], folder);
}
