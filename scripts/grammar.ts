// Writes sparkify.tmLanguage.json, by which editors colour the commands of cells, from the commands' own words.
import { writeFileSync } from 'node:fs';
import { type Command, flagName } from '../src/commands/command.ts';
import { commands } from '../src/commands/index.ts';
import { settingWords } from '../src/session/sparkify/parameters.ts';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Rule[];
  readonly include?: string;
}

const oneOf = (words: readonly string[]) => `(?:${words.join('|')})`;
const wordEnds = '(?=\\s|$)';
const lineBegins = `^\\s*(?:(sparkify)\\s+)?`;
const heads = { 1: { name: 'keyword.other.sparkify' }, 2: { name: 'keyword.control.sparkify' } };

/** To the end of its line and of those it is continued on. */
const lineOf = (word: string, ...patterns: Rule[]): Rule => ({
  begin: `${lineBegins}(${word})${wordEnds}`,
  beginCaptures: heads,
  end: '$',
  patterns: [{ include: '#continued' }, ...patterns, { include: '#words' }],
});

/** Only its own options are coloured: what is not will be refused. */
function commandRule({ name, options }: Command): Rule {
  const flags = Object.keys(options).map(flagName);
  const short = Object.values(options).flatMap(option => option.short ?? []);
  const written = [`--(?:no-)?${oneOf(flags)}`, ...short.map(letter => `-${letter}`)];
  const own: Rule[] =
    flags.length === 0
      ? []
      : [{ name: 'entity.other.attribute-name.sparkify', match: `(?<!\\S)${oneOf(written)}(?=[=\\s]|$)` }];
  const topics = [...commands.map(each => each.name), ...settingWords];
  const topic = { name: 'keyword.control.sparkify', match: `(?<!\\S)${oneOf(topics)}${wordEnds}` };
  return lineOf(name, ...own, ...(name === 'help' ? [topic] : []));
}

const settingRule = lineOf(oneOf(settingWords), {
  match: '\\G\\s+([A-Za-z_]\\w*)(?:\\s*(=))?',
  captures: { 1: { name: 'variable.parameter.sparkify' }, 2: { name: 'keyword.operator.assignment.sparkify' } },
});

const parameter: Rule = { name: 'variable.parameter.sparkify', match: '\\$[A-Za-z_]\\w*' };

export const grammar = () => ({
  scopeName: 'source.sparkify',
  name: 'Sparkify',
  patterns: [{ include: '#comment' }, ...commands.map(commandRule), settingRule, { include: '#words' }],
  repository: {
    comment: { name: 'comment.line.number-sign.sparkify', match: '(?<!\\S)#.*$' },
    // What spans the end of a line keeps the command from ending there.
    continued: { begin: '\\\\$', end: '^' },
    words: {
      patterns: [
        { include: '#comment' },
        { name: 'constant.character.escape.sparkify', match: '\\\\.' },
        { name: 'string.quoted.single.sparkify', begin: "'", end: "'|$", patterns: [parameter] },
        {
          name: 'string.quoted.double.sparkify',
          begin: '"',
          end: '"|$',
          patterns: [{ name: 'constant.character.escape.sparkify', match: '\\\\["\\\\$`]' }, parameter],
        },
        parameter,
        { name: 'string.other.link.sparkify', match: '\\b(?:s3|https?)://[^\\s\'"]+' },
        { name: 'constant.numeric.sparkify', match: `(?<=[\\s=])-?\\d+(?:\\.\\d+)?(?:%|[A-Za-z]{1,3})?${wordEnds}` },
        { name: 'constant.language.sparkify', match: `(?<=[\\s=])(?:true|false|null)${wordEnds}` },
      ],
    },
  },
});

if (process.argv[1]?.endsWith('grammar.ts')) {
  writeFileSync(new URL('../sparkify.tmLanguage.json', import.meta.url), `${JSON.stringify(grammar(), null, 2)}\n`);
}
