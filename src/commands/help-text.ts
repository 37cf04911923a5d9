import { noPaint, type Paint } from '../base/paint.ts';
import { padEnd, wrap } from '../base/text.ts';
import { type Command, flagName } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { commands } from './index.ts';
import { isFlag, type Option, type Options } from './option.ts';

export interface HelpStyle {
  readonly width?: number;
  readonly paint?: Paint;
}

/** What there is, or how one command is used: the same words on every face. */
export function helpText(command?: Command, { width = 80, paint = noPaint }: HelpStyle = {}): string {
  const style = { width: Math.min(Math.max(width, 40), 100), paint };
  const lines = command ? commandHelp(command, style) : overview(style);
  return `${lines.join('\n')}\n`;
}

type Style = Required<HelpStyle>;

function overview({ width, paint }: Style): string[] {
  const names = commands.map(({ name }) => name);
  const column = Math.max(...names.map(name => name.length)) + 4;
  return [
    ...wrap('Sparkify: from raw JSON in S3 to a checked star schema in DuckDB, and Parquet.', width),
    '',
    'sparkify COMMAND [options]',
    '',
    paint.bold('Commands'),
    ...commands.flatMap(({ name, says }) => hanging(`  ${name}`, says, column, width)),
    '',
    ...wrap(
      `sparkify help COMMAND tells more. Options can also stand in the environment (--max-rejects as SPARKIFY_MAX_REJECTS)
       and in sparkify.json; a flag wins over the environment, which wins over the file. --no-OPTION undoes what they say.`,
      width,
    ),
    '',
    ...wrap(
      `Exit codes: ${Object.entries(exitCodes)
        .map(([code, says]) => `${code} ${says}`)
        .join(', ')}.`,
      width,
    ),
  ];
}

function commandHelp({ name, says, more, options, positionals, examples }: Command, style: Style): string[] {
  const { width, paint } = style;
  const values = Object.values(positionals).map(({ kind }) => ` [${kind.placeholder}]`);
  return [
    `${paint.bold(`sparkify ${name}`)}${values.join('')} [options]`,
    '',
    ...wrap(says, width),
    ...(more ? ['', ...wrap(more, width)] : []),
    '',
    paint.bold('Options'),
    ...optionLines({ ...positionals }, key => positionals[key]!.kind.placeholder, style),
    ...optionLines(options, key => written(key, options[key]!), style),
    '',
    paint.bold('Examples'),
    ...examples.flatMap(({ line, says }) => [
      `  ${line}`,
      ...wrap(says, width - 6).map(text => `      ${paint.dim(text)}`),
    ]),
  ];
}

const written = (key: string, { short, kind }: Option): string =>
  `${short ? `-${short}, ` : ''}--${flagName(key)}${kind.placeholder ? ` ${kind.placeholder}` : ''}`;

const optionColumn = 26;

const optionLines = (options: Options, name: (key: string) => string, { width }: Style): string[] =>
  Object.entries(options).flatMap(([key, option]) =>
    hanging(`  ${name(key)}`, `${option.says}${fallbackOf(option)}`, optionColumn, width),
  );

function fallbackOf(option: Option): string {
  const { fallback, kind, many } = option;
  return fallback === undefined || many || isFlag(option) ? '' : ` (default ${kind.print(fallback)})`;
}

/** A name, and beside it what it says; a name too long for its column has a line of its own. */
function hanging(name: string, says: string, column: number, width: number): string[] {
  const indent = ' '.repeat(column);
  const [first = '', ...rest] = wrap(says, width - column);
  const start = name.length + 2 <= column ? [padEnd(name, column) + first] : [name, indent + first];
  return [...start, ...rest.map(line => indent + line)];
}

/** The same as data, for `--json` and for faces that draw it themselves. */
export const helpData = (command?: Command): object =>
  command
    ? {
        command: command.name,
        says: command.says,
        options: Object.entries(command.options).map(([key, { says, kind, many }]) => ({
          name: `--${flagName(key)}`,
          value: kind.placeholder,
          many,
          says,
        })),
        examples: command.examples,
      }
    : { commands: commands.map(({ name, says }) => ({ name, says })) };
