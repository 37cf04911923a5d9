import { resolve } from 'node:path';
import type { OptionsOf } from './command.ts';
import type { AnyCommand } from './index.ts';
import { type Given, parse, type Words } from './parse.ts';
import { findProjectFile, loadProject } from './project.ts';
import { type Environment, resolveSettings } from './settings.ts';

/** Where words are written. */
export interface Surroundings {
  /** Relative paths are from here, and sparkify.json is looked for upward from here. */
  readonly folder: string;
  readonly env: Environment;
}

/** What words ask for, once environment and project file have been heard. */
export interface Understood {
  readonly command: AnyCommand;
  /** What the words themselves say. */
  readonly given: Given;
  readonly options: OptionsOf<AnyCommand>;
  /** The folder of sparkify.json, or else where the words are written. */
  readonly home: string;
}

export function understand(words: Words, { folder, env }: Surroundings): Understood {
  const { command, given } = parse(words, folder);
  const named = given.project ?? (env.SPARKIFY_PROJECT && resolve(folder, env.SPARKIFY_PROJECT));
  const file = command.standsAlone ? undefined : ((named as string | undefined) ?? findProjectFile(folder));
  const project = file === undefined ? undefined : loadProject(file);
  const options = resolveSettings(command, { given, env, project, folder });
  return { command, given, options, home: project?.folder ?? folder };
}
