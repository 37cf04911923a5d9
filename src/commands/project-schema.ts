import { flagName } from './command.ts';
import { projectOptions } from './common.ts';
import { commands } from './index.ts';
import type { Option, Options } from './option.ts';

type Json = Readonly<Record<string, unknown>>;

/** The JSON Schema of sparkify.json, so that an editor completes and checks it as the commands will. */
export function projectSchema(): Json {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Sparkify project',
    description:
      'Where the lake, the warehouse and the exports are, and the options of commands. Never holds a secret.',
    type: 'object',
    allowComments: true,
    allowTrailingCommas: true,
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      ...properties(projectOptions, key => key),
      options: {
        type: 'object',
        description:
          'Command -> option -> value; what is written with the command wins. Those of etl hold for its single steps too.',
        additionalProperties: false,
        properties: Object.fromEntries(
          commands
            .filter(command => !command.standsAlone)
            .map(({ name, says, options }) => [
              name,
              {
                type: 'object',
                description: says,
                additionalProperties: false,
                properties: properties(options, flagName),
              },
            ]),
        ),
      },
    },
  };
}

function properties(options: Options, name: (key: string) => string): Json {
  const settable = Object.entries(options).filter(([, option]) => !option.perUse);
  return Object.fromEntries(settable.map(([key, option]) => [name(key), property(option)]));
}

function property(option: Option): Json {
  const { json, wants } = option.kind;
  const description = `${option.says} Wants ${wants}.`;
  return option.many
    ? { description, anyOf: [json, { type: 'array', items: json }] }
    : { description, ...json, ...fallbackOf(option) };
}

const fallbackOf = ({ fallback, kind }: Option): Json =>
  fallback === undefined ? {} : { default: typeof fallback === 'object' ? kind.print(fallback) : fallback };
