import type { Option, Options } from './option.ts';

export interface Example {
  readonly line: string;
  readonly says: string;
}

/** What can be done, as plain data: every face offers it from here. */
export interface Command {
  readonly name: string;
  readonly says: string;
  /** What a person may want to know before using it. */
  readonly more: string;
  /** Only what is written with it counts: neither the environment nor sparkify.json speaks to it. */
  readonly standsAlone: boolean;
  /** In camel case; a person writes `maxRejects` as `--max-rejects`, `SPARKIFY_MAX_REJECTS` or "max-rejects". */
  readonly options: Options;
  /** Values without a flag, in the order they are written. */
  readonly positionals: Options;
  readonly examples: readonly Example[];
}

type Results<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer R> ? R : never };

/** What a command's runner is given, once flags, environment, project file and fallbacks are weighed. */
export type OptionsOf<C extends Command> = Results<C['options'] & C['positionals']>;

export function command<const N extends string, O extends Options, P extends Options = Readonly<Record<never, never>>>(
  name: N,
  about: {
    says: string;
    more?: string;
    standsAlone?: boolean;
    options: O;
    positionals?: P;
    examples: readonly Example[];
  },
): Command & { readonly name: N; readonly options: O; readonly positionals: P } {
  return { name, more: '', standsAlone: false, positionals: {} as P, ...about };
}

/** maxRejects -> max-rejects */
export const flagName = (key: string): string => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** maxRejects -> SPARKIFY_MAX_REJECTS */
export const environmentName = (key: string): string => `SPARKIFY_${flagName(key).replaceAll('-', '_').toUpperCase()}`;
