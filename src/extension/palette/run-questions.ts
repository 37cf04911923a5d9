import { join } from 'node:path';
import { window } from 'vscode';
import { warehouseKind } from '../../commands/kinds.ts';
import type { PipelineCommandName } from '../../commands/steps-of.ts';
import type { Parts } from '../parts.ts';
import type { Site } from '../site.ts';
import type { Choice, Question } from './ask.ts';
import { lakeChoices, lakesUsed, typedLake, typedUri } from './lakes.ts';

export type Asked = 'source' | 'warehouse' | 'export' | 'keep';

/** What a command must know and the project file does not say. */
export async function questionsFor(
  name: PipelineCommandName,
  site: Site,
  { context, playground }: Parts,
): Promise<Partial<Record<Asked, Question>>> {
  const questions: Partial<Record<Asked, Question>> = {};
  const reads = name === 'etl' || name === 'extract';
  if (reads && !(await knowsSources(site))) {
    const choices = lakeChoices(lakesUsed(context.globalState), playground.served?.lake);
    questions.source = sourceQuestion(choices, site.folder);
  }
  if (questions.source && site.project?.settings.warehouse === undefined) questions.warehouse = warehouseQuestion(site);
  if (
    (questions.source && name === 'etl' && site.exports.length === 0) ||
    (name === 'export' && site.exports.length === 0)
  ) {
    questions.export = exportQuestion(site.folder, name === 'etl');
  }
  if (Object.keys(questions).length > 0) questions.keep = keepQuestion(site);
  return questions;
}

/** As the pipeline itself will: what sparkify.json does not say, the project's dl.cfg may. */
export async function knowsSources({ folder, project, songs, events }: Site): Promise<boolean> {
  if (songs !== undefined && events !== undefined) return true;
  const { configNames, readConfig } = await import('../../lake/config.ts');
  const configs = await Promise.all(configNames.map(name => readConfig(name, project?.folder ?? folder)));
  const known = (kind: 'songs' | 'events') => configs.some(config => config?.[kind] !== undefined);
  return (songs !== undefined || known('songs')) && (events !== undefined || known('events'));
}

const browse = (title: string): Choice => ({
  label: '$(folder) A folder…',
  detail: 'Choose a folder on this machine.',
  find: async () => {
    const picked = await window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title });
    return picked?.[0]?.fsPath;
  },
});

function sourceQuestion(choices: readonly Choice[], folder: string): Question {
  const { find, ...folderChoice } = browse('Where are song_data and log_data?');
  return {
    prompt: 'Where are song_data/ and log_data/? Choose, or type s3://bucket/prefix or a folder.',
    choices: [
      ...choices,
      {
        ...folderChoice,
        find: async () => {
          const picked = await find?.();
          return picked === undefined ? undefined : JSON.stringify({ source: picked });
        },
      },
    ],
    typed: text => typedLake(text, folder),
  };
}

function warehouseQuestion(site: Site): Question {
  return {
    prompt: 'Into which DuckDB file? Choose, or type a path.',
    choices: [
      { label: `$(database) ${site.warehouse}`, detail: 'The usual place.', value: '' },
      {
        label: '$(folder) Another file…',
        find: async () =>
          (await window.showSaveDialog({ title: 'The warehouse', filters: { DuckDB: ['duckdb', 'db'] } }))?.fsPath,
      },
    ],
    typed: text => {
      const value = warehouseKind.read(text, site.folder);
      return value === undefined ? { complaint: `The warehouse wants ${warehouseKind.wants}.` } : { value };
    },
  };
}

function exportQuestion(folder: string, isOptional: boolean): Question {
  return {
    prompt: 'Where shall Parquet go? Choose, or type s3://bucket/prefix or a folder.',
    choices: [
      ...(isOptional ? [{ label: '$(circle-slash) Nowhere', detail: 'The warehouse is enough.', value: '' }] : []),
      { label: '$(folder) parquet', detail: join(folder, 'parquet'), value: 'parquet' },
      browse('Where shall Parquet go?'),
    ],
    typed: text => typedUri(text, folder),
  };
}

function keepQuestion({ project }: Site): Question {
  return {
    prompt: 'Shall these answers be kept?',
    choices: [
      {
        label: '$(save) Keep them in sparkify.json, and run',
        detail: project ? project.file : 'The next run asks nothing, and every notebook of this folder knows them.',
        value: 'keep',
      },
      { label: '$(play) Run once', detail: 'Ask again the next time.', value: 'once' },
    ],
  };
}
