import { join } from 'node:path';
import { SparkifyError } from '../base/errors.ts';
import { etl } from '../commands/etl.ts';
import { findProjectFile, loadProject, type Project } from '../commands/project.ts';
import { resolveSettings } from '../commands/settings.ts';

/** What a folder says about the work done in it: read anew each time, so that a change to sparkify.json counts at once. */
export interface Site {
  /** Of the notebook, or of the workspace. */
  readonly folder: string;
  readonly project: Project | undefined;
  /** Absolute. */
  readonly warehouse: string;
  readonly songs: string | undefined;
  readonly events: string | undefined;
  readonly exports: readonly string[];
  readonly endpoint: string | undefined;
}

export function siteOf(folder: string, env: NodeJS.ProcessEnv, chosenWarehouse?: string): Site {
  const file = findProjectFile(folder);
  const project = file === undefined ? undefined : loadProject(file);
  const home = project?.folder ?? folder;
  const settings = resolveSettings(etl, { given: {}, env, project, folder: home });
  const { songs, events, export: exports, endpoint, warehouse } = settings;
  return {
    folder,
    project,
    warehouse: chosenWarehouse ?? warehouse ?? join(home, 'sparkify.duckdb'),
    songs,
    events,
    exports,
    endpoint,
  };
}

/** In a word: what both kinds of objects lie beneath, or where each of them lies. */
export function sourceText({ songs, events }: Site): string | undefined {
  if (songs === undefined || events === undefined) return songs ?? events;
  const common = songs.replace(/song_data\/?$/, '');
  return common !== songs && common === events.replace(/log_data\/?$/, '')
    ? common.replace(/(?<=[^/])\/$/, '')
    : `${songs} and ${events}`;
}

export const noPlace = (): SparkifyError =>
  new SparkifyError(
    'usage.source',
    'This notebook lies in no folder yet, and its warehouse would lie beside it: save the notebook, or open a folder.',
  );
