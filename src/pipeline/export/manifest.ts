import { isSparkifyError, SparkifyError } from '../../base/errors.ts';
import type { Lake, LakeObject } from '../../lake/lake.ts';
import { starTables } from '../../schema/index.ts';

export const latestKey = 'latest.json';

/** What `latest.json` says: where each table lies. Written last, it is what makes an export visible. */
export interface Manifest {
  readonly version: 1;
  readonly run: number;
  /** How the names of its files begin, as in no other export. */
  readonly stem: string;
  readonly tables: Readonly<Record<string, ManifestTable>>;
}

export interface ManifestTable {
  /** Relative to the export. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly files: number;
  readonly partitions: readonly { readonly name: string; readonly type: string }[];
}

export async function readManifest(lake: Lake): Promise<Manifest | undefined> {
  const latest = await latestText(lake);
  return latest === undefined ? undefined : parseManifest(latest, lake.uri);
}

/** What an export shows, as far as its place in the layouts goes. */
export interface Shown {
  /** The tables that lie at stable paths. */
  readonly plainTables: readonly string[];
  readonly isSnapshot: boolean;
}

/** Nothing, where there is no `latest.json` of ours. */
export async function shownIn(lake: Lake, signal: AbortSignal): Promise<Shown> {
  const latest = await latestText(lake, signal);
  const { tables = {} } = latest === undefined ? {} : (manifestIn(latest) ?? {});
  return {
    plainTables: starTables.map(({ name }) => name).filter(name => tables[name]?.path === `${name}/`),
    isSnapshot: Object.values(tables).some(({ path }) => path.startsWith('runs/')),
  };
}

function manifestIn(text: string): Manifest | undefined {
  try {
    return parseManifest(text, '');
  } catch {
    return undefined; // Of whatever it tells, none is ours.
  }
}

export async function latestText(lake: Lake, signal?: AbortSignal): Promise<string | undefined> {
  const latest = await latestObject(lake, signal);
  return latest && textOf(lake, latest, signal);
}

/** A small object's text; undefined when it vanished. */
export async function textOf(lake: Lake, object: LakeObject, signal?: AbortSignal): Promise<string | undefined> {
  for await (const fetched of lake.read([object], { ...(signal && { signal }) })) {
    if (!fetched.gone) return fetched.body.toString('utf8');
  }
  return undefined;
}

/** What tells this `latest.json` from any other, without reading it. */
export async function latestIdentity(lake: Lake, signal?: AbortSignal): Promise<string | undefined> {
  const latest = await latestObject(lake, signal);
  return latest && (latest.etag ?? `${latest.size} ${Math.floor(latest.modifiedMs)}`);
}

async function latestObject(lake: Lake, signal: AbortSignal | undefined) {
  const { objects } = await browseIfThere(lake, '', signal);
  return objects.find(object => object.key === latestKey);
}

/** An export that was never written to is as good as empty. */
export async function browseIfThere(lake: Lake, prefix: string, signal?: AbortSignal): ReturnType<Lake['browse']> {
  try {
    return await lake.browse(prefix, { ...(signal && { signal }) });
  } catch (error) {
    if (isSparkifyError(error) && error.code === 'lake.missing') return { prefixes: [], objects: [] };
    throw error;
  }
}

function parseManifest(text: string, uri: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.version === 1 && typeof manifest.tables === 'object') return manifest;
  } catch (cause) {
    throw new SparkifyError('lake.read', `${uri}${latestKey} is not JSON; export again to write it anew.`, { cause });
  }
  throw new SparkifyError('lake.read', `${uri}${latestKey} was written by a newer Sparkify, or is none of ours.`);
}
