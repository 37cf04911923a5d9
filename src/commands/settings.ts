import { resolve } from 'node:path';
import { SparkifyError } from '../base/errors.ts';
import { type Command, environmentName, flagName, type OptionsOf } from './command.ts';
import type { Given } from './parse.ts';
import type { Project } from './project.ts';
import { isPipelineCommand } from './steps-of.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a command's options can come from, besides their fallbacks. */
export interface Said {
  readonly given: Given;
  readonly env: Environment;
  readonly project: Project | undefined;
  /** Relative paths in the environment are from here. */
  readonly folder: string;
}

/** A flag wins over the environment, which wins over the project file, which wins over the fallback. */
export function resolveSettings<C extends Command>(command: C, { given, env, project, folder }: Said): OptionsOf<C> {
  const all = [
    given,
    ...(command.standsAlone ? [] : [environment(command, env, folder)]),
    ...(command.standsAlone || !project ? [] : [...optionsIn(project, command), project.settings]),
  ];
  const levels = command.standsAlone ? all : oneWayIn(all).map(withBothKinds);
  const options = Object.entries({ ...command.options, ...command.positionals }).map(([key, option]) => {
    const level = levels.find(level => key in level && !(option.perUse && level !== levels[0]));
    return [key, level?.[key] ?? option.fallback];
  });
  return Object.fromEntries(options);
}

/** What the file says of a run holds for its single steps too, or each would undo what the other built. */
const optionsIn = ({ options }: Project, { name }: Command): Given[] =>
  (isPipelineCommand(name) ? [name, 'etl'] : [name]).map(each => options[each] ?? {});

function environment(command: Command, env: Environment, folder: string): Given {
  const given: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(command.options)) {
    const name = environmentName(key);
    const text = env[name];
    if (option.perUse || !text) continue;
    const value = option.kind.read(text, folder);
    if (value === undefined) {
      throw new SparkifyError('usage.option', `${name} wants ${option.kind.wants}, not ${JSON.stringify(text)}.`);
    }
    given[key] = option.many ? [value] : value;
  }
  return given;
}

const waysIn = ['profile', 'anonymous', 'credentials'] as const;

/** Whoever names credentials with more right decides alone: a profile given as a flag silences the file's dl.cfg. */
function oneWayIn(levels: readonly Given[]): Given[] {
  let isDecided = false;
  return levels.map(level => {
    const chosen = waysIn.filter(way => level[way] !== undefined && level[way] !== false);
    if (isDecided) return without(level, waysIn);
    if (chosen.length > 1) {
      const [one, other] = chosen.map(way => `--${flagName(way)}`);
      throw new SparkifyError('usage.option', `${one} and ${other} exclude each other; give one of them.`);
    }
    isDecided = chosen.length === 1;
    return level;
  });
}

const without = (level: Given, keys: readonly string[]): Given =>
  Object.fromEntries(Object.entries(level).filter(([key]) => !keys.includes(key)));

/** A source stands for the songs and the events beneath it, with the same right as it was named. */
function withBothKinds(level: Given): Given {
  const { source } = level;
  if (typeof source !== 'string') return level;
  return { songs: beneath(source, 'song_data/'), events: beneath(source, 'log_data/'), ...level };
}

const beneath = (uri: string, folder: string): string =>
  /^[a-z][a-z0-9+.-]+:\/\//i.test(uri) ? `${uri.replace(/\/+$/, '')}/${folder}` : resolve(uri, folder);
