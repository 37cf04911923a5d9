import { writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { SparkifyError } from '../../base/errors.ts';
import { listed } from '../../base/text.ts';
import type { OptionsOf } from '../command.ts';
import { etl } from '../etl.ts';
import { type init, publicLake } from '../init.ts';
import { lakeUriKind, pathKind } from '../kinds.ts';
import { parseProject, projectFileName } from '../project.ts';
import { resolveSettings } from '../settings.ts';
import type { Context, Outcome } from './context.ts';

type InitOptions = OptionsOf<typeof init>;

/** What goes into the file, in this order. */
interface Draft {
  source?: string | undefined;
  songs?: string | undefined;
  events?: string | undefined;
  credentials?: string | undefined;
  profile?: string | undefined;
  region?: string | undefined;
  endpoint?: string | undefined;
  warehouse: string;
  export?: readonly string[] | undefined;
  options?: object | undefined;
}

export async function runInit(options: InitOptions, context: Context): Promise<Outcome> {
  const { folder } = context;
  const file = join(folder, projectFileName);
  const draft = await draftOf(options, context);
  const text = projectText(draft, folder);
  // Reads it as every command will: what init writes is never refused later.
  resolveSettings(etl, { given: {}, env: {}, project: parseProject(file, text), folder });
  try {
    await writeFile(file, text, { flag: options.force ? 'w' : 'wx' });
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const reason = isThere ? 'is there already; --force replaces it' : `cannot be written: ${(cause as Error).message}`;
    throw new SparkifyError('usage.project', `${file} ${reason}.`, { cause });
  }
  return {
    data: { file, project: JSON.parse(withoutComments(text)) },
    text: () => `Wrote ${file}.\n${nextStep(options)}`,
  };
}

const nextStep = ({ playground }: InitOptions): string =>
  playground
    ? 'Next: sparkify playground --port 9000, and in another terminal what it prints.\n'
    : 'Next: sparkify etl --plan says what a run would do, sparkify etl does it.\n';

async function draftOf(options: InitOptions, context: Context): Promise<Draft> {
  const { profile, region, anonymous, pathStyle } = options;
  const lake = await lakeOf(options, context);
  refuseTwoWaysIn(lake, options);
  const warehouse = options.warehouse ?? (await askForPath('Which DuckDB file?', 'sparkify.duckdb', context));
  const exports = options.export.length > 0 ? options.export : await askForExport(context);
  return {
    ...lake,
    credentials: lake.credentials ?? (anonymous ? 'anonymous' : options.credentials),
    profile,
    region,
    endpoint: lake.endpoint ?? options.endpoint,
    warehouse: warehouse ?? join(context.folder, 'sparkify.duckdb'),
    export: exports,
    options: pathStyle === 'auto' ? undefined : { etl: { 'path-style': pathStyle } },
  };
}

function refuseTwoWaysIn(lake: LakeDraft, { profile, anonymous, credentials }: InitOptions): void {
  const ways = [
    lake.credentials === 'anonymous' ? '--public' : anonymous && '--anonymous',
    profile !== undefined && '--profile',
    credentials !== undefined && '--credentials',
  ].filter(way => way !== false);
  if (ways.length < 2) return;
  throw new SparkifyError('usage.option', `${listed(ways, 'and')} exclude each other; give one of them.`);
}

type LakeDraft = Pick<Draft, 'source' | 'songs' | 'events' | 'credentials' | 'endpoint'>;

const publicDraft: LakeDraft = { source: publicLake, credentials: 'anonymous' };
const playgroundDraft: LakeDraft = { source: 's3://sparkify', endpoint: 'http://127.0.0.1:9000' };

async function lakeOf(options: InitOptions, context: Context): Promise<LakeDraft> {
  const { source, songs, events, public: isPublic, playground } = options;
  if ([isPublic, playground, source !== undefined].filter(Boolean).length > 1) {
    throw new SparkifyError(
      'usage.option',
      '--source, --public and --playground exclude each other; give one of them.',
    );
  }
  if (isPublic) return publicDraft;
  if (playground) return playgroundDraft;
  if (source !== undefined || (songs !== undefined && events !== undefined)) return { source, songs, events };
  if (!context.ask) {
    throw new SparkifyError(
      'usage.source',
      'Where are the objects? Give --source, or --songs and --events, or --public, or --playground.',
    );
  }
  context.tell(`Where are song_data/ and log_data/?
  s3://bucket/prefix or a folder
  public      the public lake ${publicLake}
  playground  a sample lake, served on this machine`);
  const answer = await context.ask('Source [public]: ');
  if (answer === '' || answer === 'public') return publicDraft;
  if (answer === 'playground') return playgroundDraft;
  return { source: lakeUriKind.read(answer, context.folder), songs, events };
}

async function askForPath(question: string, fallback: string, { ask, folder }: Context): Promise<string | undefined> {
  const answer = await ask?.(`${question} [${fallback}]: `);
  return pathKind('FILE').read(answer || fallback, folder);
}

async function askForExport({ ask, folder }: Context): Promise<string[]> {
  const answer = await ask?.('Where should Parquet go? s3://bucket/prefix, a folder, or nothing [nothing]: ');
  const uri = answer && answer !== 'nothing' ? lakeUriKind.read(answer, folder) : undefined;
  return uri === undefined ? [] : [uri];
}

const words: Readonly<Record<string, string>> = {
  source: 'song_data/ and log_data/ are beneath it.',
  credentials: 'anonymous, environment, or a file of credentials; never a secret itself.',
  warehouse: 'The DuckDB file.',
  export: 'Where Parquet goes.',
};

function projectText(draft: Draft, folder: string): string {
  const members = Object.entries(draft).flatMap(([key, value]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    const written = valueFrom(value, folder);
    return [`${words[key] ? `  // ${words[key]}\n` : ''}  ${JSON.stringify(key)}: ${JSON.stringify(written)}`];
  });
  return `{\n${members.join(',\n')}\n}\n`;
}

const valueFrom = (value: unknown, folder: string): unknown =>
  Array.isArray(value)
    ? value.map(each => valueFrom(each, folder))
    : typeof value === 'string'
      ? fromFolder(value, folder)
      : value;

const withoutComments = (text: string): string => text.replaceAll(/^ *\/\/.*\n/gm, '');

/** A path beneath the project is written from there, so that the project can move. */
function fromFolder(value: string, folder: string): string {
  if (!isAbsolute(value)) return value;
  const path = relative(folder, value);
  return path === '' ? '.' : path.startsWith('..') || isAbsolute(path) ? value : path;
}
