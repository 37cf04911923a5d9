import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SparkifyError } from '../base/errors.ts';
import type { Identity } from './access/identity.ts';
import { type Ini, parseIni } from './ini.ts';

/** The names under which existing projects keep their keys and addresses. */
export const configNames = ['dl.cfg', 'dwh.cfg'] as const;

/** What a `dl.cfg` or `dwh.cfg` says. */
export interface Config {
  /** Undefined where the file holds no keys at all. */
  readonly identity: Partial<Identity> | undefined;
  /** `[S3] SONG_DATA` and `LOG_DATA`. */
  readonly songs: string | undefined;
  readonly events: string | undefined;
}

/** Reads a file of the project; undefined when there is none. */
export async function readConfig(file: string, folder: string): Promise<Config | undefined> {
  try {
    return configOf(parseIni(await readFile(resolve(folder, file), 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SparkifyError('lake.credentials', `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    });
  }
}

/** A credentials file of AWS keeps them in [default]. */
const keySections = ['AWS', 'DEFAULT'];

/** Most projects have sections, many have none; a key counts where it belongs or where no section is. */
function configOf(ini: Ini): Config {
  const inSection = (sections: readonly string[], ...names: string[]): string | undefined => {
    for (const [name, values] of ini) {
      if (name !== '' && !sections.includes(name.toUpperCase())) continue;
      for (const wanted of names) {
        const value = values.get(wanted.toLowerCase());
        if (value !== undefined) return value;
      }
    }
    return undefined;
  };
  const accessKeyId = inSection(keySections, 'AWS_ACCESS_KEY_ID', 'KEY');
  const secretAccessKey = inSection(keySections, 'AWS_SECRET_ACCESS_KEY', 'SECRET');
  const sessionToken = inSection(keySections, 'AWS_SESSION_TOKEN', 'TOKEN') || undefined;
  const hasKeys = accessKeyId !== undefined || secretAccessKey !== undefined;
  return {
    identity: hasKeys ? withoutUndefined({ accessKeyId, secretAccessKey, sessionToken }) : undefined,
    songs: inSection(['S3'], 'SONG_DATA') || undefined,
    events: inSection(['S3'], 'LOG_DATA') || undefined,
  };
}

const withoutUndefined = (identity: Record<string, string | undefined>): Partial<Identity> =>
  Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== undefined));
