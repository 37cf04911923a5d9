import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SparkifyError } from '../../base/errors.ts';
import { type Ini, parseIni } from '../ini.ts';

/** One profile as `~/.aws/config` and `~/.aws/credentials` have it together. */
export interface Profile {
  readonly name: string;
  readonly exists: boolean;
  readonly values: ReadonlyMap<string, string>;
  readonly files: ProfileFiles;
}

export interface ProfileFiles {
  readonly config: string;
  readonly credentials: string;
}

export function profileFiles(env: NodeJS.ProcessEnv): ProfileFiles {
  const folder = join(env.HOME || env.USERPROFILE || homedir(), '.aws');
  return {
    config: env.AWS_CONFIG_FILE || join(folder, 'config'),
    credentials: env.AWS_SHARED_CREDENTIALS_FILE || join(folder, 'credentials'),
  };
}

export async function readProfile(name: string, files: ProfileFiles): Promise<Profile> {
  const [config, credentials] = await Promise.all([readIni(files.config), readIni(files.credentials)]);
  const parts = [config.get(`profile ${name}`), name === 'default' && config.get(name), credentials.get(name)];
  const found = parts.filter(part => part !== undefined && part !== false);
  return { name, exists: found.length > 0, values: new Map(found.flatMap(part => [...part])), files };
}

async function readIni(file: string): Promise<Ini> {
  try {
    return parseIni(await readFile(file, 'utf8'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return new Map();
    throw new SparkifyError('lake.credentials', `The AWS profiles in ${file} cannot be read (${code}).`, { cause });
  }
}
