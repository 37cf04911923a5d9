import type { AccessOptions, Context } from '../commands/run/context.ts';
import type { Lake } from '../lake/lake.ts';

/** For whom lakes are opened. */
export interface Opener {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly warn: (message: string) => void;
}

/** Lends the means to open lakes to one piece of work, and closes them with it. */
export async function withLakes<T>(opener: Opener, work: (lake: Context['lake']) => Promise<T>): Promise<T> {
  const lakes: Promise<Lake>[] = [];
  try {
    return await work((uri, access) => {
      const lake = open(uri, access, opener);
      lakes.push(lake);
      return lake;
    });
  } finally {
    const opened = await Promise.allSettled(lakes);
    await Promise.all(opened.map(lake => (lake.status === 'fulfilled' ? lake.value.close() : undefined)));
  }
}

async function open(uri: string, access: AccessOptions, { folder, env, warn }: Opener): Promise<Lake> {
  const { openLake } = await import('../lake/open.ts');
  const { credentials, anonymous, profile, region, endpoint, pathStyle } = access;
  return openLake(uri, {
    profile,
    anonymous: anonymous || credentials === 'anonymous',
    credentialsFile: credentials === 'anonymous' ? undefined : credentials,
    region,
    endpoint,
    pathStyle,
    env,
    projectFolder: folder,
    warn,
  });
}
