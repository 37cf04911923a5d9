import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode } from '../../src/base/errors.ts';
import type { Fetched, Lake, LakeObject } from '../../src/lake/lake.ts';
import { openLake } from '../../src/lake/open.ts';
import type { LakeOptions } from '../../src/lake/options.ts';
import type { PlaygroundProcess } from './playground.ts';

/** Nothing of the machine the tests run on: no profiles, no instance to ask. */
export const bareEnv = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' } as const;

export const envOf = ({ credentials }: Pick<PlaygroundProcess, 'credentials'>): NodeJS.ProcessEnv => ({
  ...bareEnv,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
});

/** A lake on the playground, with waits too short to notice. */
export function lakeOn(playground: PlaygroundProcess, uri: string, options: Partial<LakeOptions> = {}): Promise<Lake> {
  return openLake(uri, {
    env: envOf(playground),
    projectFolder: '/nonexistent',
    endpoint: playground.url,
    ...options,
    retrying: { firstWaitMs: 1, longestWaitMs: 20, ...options.retrying },
  });
}

export async function listed(lake: Lake, prefix?: string): Promise<LakeObject[]> {
  const objects: LakeObject[] = [];
  for await (const page of lake.list(prefix)) objects.push(...page);
  return objects.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What `read` brings, by key: the text, "gone", or why it is unreadable. */
export async function texts(fetched: AsyncIterable<Fetched>): Promise<Record<string, string>> {
  const found: [string, string][] = [];
  for await (const one of fetched) {
    found.push([one.object.key, one.gone ? 'gone' : (one.unreadable ?? one.body.toString())]);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkify-lake-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** For `assert.rejects`: an error with this code and a sentence like this. */
export const failsWith =
  (code: ErrorCode, sentence: RegExp = /./) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Error && error.name === 'SparkifyError' && 'code' in error, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, sentence);
    return true;
  };
