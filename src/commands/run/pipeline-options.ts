import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SparkifyError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { StepName } from '../../pipeline/events.ts';
import type { PipelineOptions, UserCheck } from '../../pipeline/options.ts';
import { tables } from '../../schema/index.ts';
import type { OptionsOf } from '../command.ts';
import type { create } from '../create.ts';
import { etl } from '../etl.ts';
import type { Partition } from '../kinds.ts';
import { resolveSettings } from '../settings.ts';
import type { Context } from './context.ts';
import { sourcesOf } from './sources.ts';

/** Every option any pipeline command has; a command that lacks one gets what etl takes for granted. */
export type StepOptions = OptionsOf<typeof etl> & Partial<OptionsOf<typeof create>>;

export function withFallbacks(options: Partial<StepOptions>): StepOptions {
  const fallbacks = resolveSettings(etl, { given: {}, env: {}, project: undefined, folder: '/' });
  return { ...fallbacks, ...options };
}

/** What the pipeline is to do: decided from words alone, so that wrong usage leaves nothing behind. */
export interface Intent {
  /** Opens the lakes. */
  open(): Promise<PipelineOptions>;
}

export async function intentOf(steps: readonly StepName[], options: StepOptions, context: Context): Promise<Intent> {
  const sources = steps.includes('extract') ? await sourcesOf(options, context) : undefined;
  const exports = steps.includes('export') ? exportsOf(options) : [];
  const partitions = partitionsOf(options.partition);
  const userChecks = steps.includes('check') ? await userChecksIn(join(context.folder, 'checks')) : [];
  const { concurrency, freshness } = options;
  const open = (uri: string) => context.lake(uri, options);
  return {
    open: async () => {
      const [songs, events, ...targets] = await Promise.all([
        sources && open(sources.songs),
        sources && open(sources.events),
        ...exports.map(open),
      ]);
      return {
        steps,
        ...(songs && { songs }),
        ...(events && { events }),
        exports: targets,
        userChecks,
        partitions,
        match: options.match,
        repairText: options.repairText,
        maxRejects: options.maxRejects,
        prune: options.prune,
        full: options.full,
        drop: options.drop ?? false,
        layout: options.layout,
        keep: options.keep,
        warn: options.warn,
        ...(concurrency !== undefined && { concurrency }),
        ...(freshness !== undefined && { freshnessMs: freshness }),
      };
    },
  };
}

function exportsOf(options: StepOptions): string[] {
  if (options.export.length > 0) return [...new Set(options.export)];
  throw new SparkifyError(
    'usage.source',
    'Nowhere to export to: give --export URI or a folder, or write "export" in sparkify.json.',
  );
}

/** Every *.sql beside the project is a check; the rows it returns are its failures. */
async function userChecksIn(folder: string): Promise<UserCheck[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  const files = names.filter(name => name.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async name => {
      const file = join(folder, name);
      const sql = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        const reason = cause.code === 'EISDIR' ? 'is a folder' : `cannot be read: ${cause.message}`;
        throw new SparkifyError('usage.project', `The check ${file} ${reason}; move it away or give it another name.`, {
          cause,
        });
      });
      return { name: basename(name, '.sql'), sql, file };
    }),
  );
}

function partitionsOf(given: readonly Partition[]): Record<string, readonly string[]> {
  const partitions: Record<string, readonly string[]> = {};
  const names = tables.map(({ name }) => name);
  for (const { table, columns } of given) {
    if (!names.includes(table)) {
      throw new SparkifyError(
        'usage.option',
        `--partition names no table of ours: ${table}.${didYouMean(table, names)}`,
      );
    }
    if (partitions[table]) throw new SparkifyError('usage.option', `--partition names ${table} twice.`);
    partitions[table] = columns;
  }
  return partitions;
}
