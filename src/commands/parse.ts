import { SparkifyError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { type Command, flagName } from './command.ts';
import { help } from './help.ts';
import { type AnyCommand, commandNamed, commandNames } from './index.ts';
import { isFlag, type Option } from './option.ts';
import type { Word } from './words.ts';

/** Option key -> what was written. A key that is there without a value (`--no-export`) says: as if nobody had set it. */
export type Given = Readonly<Record<string, unknown>>;

export interface Invocation {
  readonly command: AnyCommand;
  readonly given: Given;
}

/** From a shell, or from a line that knows where its words stand. */
export type Words = readonly (string | Word)[];

/** What was asked for. Relative paths are from `folder`. */
export function parse(words: Words, folder: string): Invocation {
  const [first, ...rest] = words;
  if (first === undefined) return { command: help, given: {} };
  if (isHelp(textOf(first))) return { command: help, given: { json: rest.map(textOf).includes('--json') } };
  const command = commandNamed(textOf(first));
  if (!command) throw unknownCommand(first);
  const options = rest.slice(0, endOfOptions(rest));
  const said = options.map(textOf);
  if (said.some(isHelp)) return { command: help, given: { topic: command.name, json: said.includes('--json') } };
  return { command, given: collect(sayings(rest, command), folder) };
}

/** One thing that was said: an option or a positional, and the text of its value, if it has any. */
interface Saying {
  readonly key: string;
  readonly option: Option;
  readonly written: string;
  readonly text: string | undefined;
  readonly word: string | Word;
}

function* sayings(words: Words, command: Command): Generator<Saying> {
  const positionals = Object.entries(command.positionals);
  const end = endOfOptions(words);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const text = textOf(word);
    if (at === end) continue;
    if (at > end || !looksLikeOption(text)) {
      const [key, option] = positionals.shift() ?? refusePositional(word, command);
      yield { key, option, written: option.kind.placeholder, text, word };
      continue;
    }
    const next = words[at + 1];
    const saying = optionSaying(word, command, next === undefined || at + 1 === end ? undefined : textOf(next));
    if (saying.tookNext) at += 1;
    yield saying;
  }
}

function optionSaying(word: string | Word, command: Command, next: string | undefined): Saying & { tookNext: boolean } {
  const [written, attached] = splitAtEquals(textOf(word));
  const { key, isNegated } = keyOf(written, word, command);
  const option = command.options[key]!;
  const saying = { key, option, written, word, tookNext: false };
  if (isNegated) {
    if (attached !== undefined) throw wrong(word, `${written} takes no value.`);
    return { ...saying, text: isFlag(option) ? 'false' : undefined };
  }
  if (isFlag(option)) return { ...saying, text: attached ?? 'true' };
  if (attached !== undefined) return { ...saying, text: attached };
  if (next === undefined || looksLikeOption(next)) {
    throw wrong(word, `${written} wants ${option.kind.wants}, and nothing follows it.`);
  }
  return { ...saying, text: next, tookNext: true };
}

function keyOf(written: string, word: string | Word, command: Command): { key: string; isNegated: boolean } {
  const keys = new Map(Object.keys(command.options).map(key => [`--${flagName(key)}`, key]));
  const key = keys.get(written) ?? Object.entries(command.options).find(([, o]) => `-${o.short}` === written)?.[0];
  if (key !== undefined) return { key, isNegated: false };
  const negated = written.startsWith('--no-') ? keys.get(`--${written.slice(5)}`) : undefined;
  if (negated !== undefined) return { key: negated, isNegated: true };
  const hint = didYouMean(written, keys.keys());
  throw wrong(word, `${command.name} has no option ${written}.${hint} sparkify help ${command.name} lists them.`);
}

function collect(said: Iterable<Saying>, folder: string): Given {
  const given = new Map<string, unknown>();
  for (const { key, option, written, text, word } of said) {
    const before = given.get(key);
    if (given.has(key) && (!option.many || before === undefined || text === undefined)) {
      throw wrong(word, `${written} is given twice, or contradicts itself.`);
    }
    const value = text === undefined ? undefined : option.kind.read(text, folder);
    if (text !== undefined && value === undefined) {
      throw wrong(word, `${written} wants ${option.kind.wants}, not ${JSON.stringify(text)}.`);
    }
    given.set(key, option.many && text !== undefined ? [...((before as unknown[]) ?? []), value] : value);
  }
  return Object.fromEntries(given);
}

const isHelp = (text: string): boolean => text === '--help' || text === '-h';
const textOf = (word: string | Word): string => (typeof word === 'string' ? word : word.text);

const endOfOptions = (words: Words): number => {
  const at = words.findIndex(word => textOf(word) === '--');
  return at < 0 ? words.length : at;
};

/** A lone dash is standard input, -5 a number, and "-- words" a comment of SQL. */
const looksLikeOption = (text: string): boolean => /^--?[a-z]/i.test(text);

const splitAtEquals = (text: string): [string, string | undefined] => {
  const at = text.startsWith('--') ? text.indexOf('=') : -1;
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
};

const positionOf = (word: string | Word) => (typeof word === 'string' ? undefined : { line: 1, column: word.column });

const wrong = (word: string | Word, sentence: string) =>
  new SparkifyError('usage.option', sentence, { position: positionOf(word) });

function unknownCommand(word: string | Word): SparkifyError {
  const name = textOf(word);
  const hint = name.startsWith('-') ? ' Name the command first, then its options.' : didYouMean(name, commandNames);
  return new SparkifyError('usage.command', `There is no command ${name}.${hint} sparkify help lists them all.`, {
    position: positionOf(word),
  });
}

function refusePositional(word: string | Word, { name, positionals }: Command): never {
  const takes = Object.keys(positionals).length > 0 ? 'takes one value; put it in quotes' : 'takes none';
  throw wrong(word, `${name} cannot use ${JSON.stringify(textOf(word))}: besides options it ${takes}.`);
}
