import { SparkifyError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import { visible } from '../../base/text.ts';
import { type Scalar, scalarOf } from '../../commands/run/sql-params.ts';

export interface Parameter {
  readonly name: string;
  /** As it was written. */
  readonly written: string;
  readonly value: Scalar;
}

/** The values that a session's cells mention as $name; DuckDB takes $User and $user for one. */
export class Parameters {
  readonly #values = new Map<string, Parameter>();

  get all(): readonly Parameter[] {
    return [...this.#values.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): Parameter | undefined {
    return this.#values.get(name.toLowerCase());
  }

  /** Does what a line beginning with set or unset says, and answers what then holds. */
  run(line: string): string {
    const [, verb, rest] = /^\s*(set|unset)\b(.*)$/s.exec(line) ?? [];
    if (verb === 'unset') return this.#unset(rest!);
    return rest!.trim() === '' ? this.#list() : this.#set(rest!);
  }

  #list(): string {
    return (
      this.all.map(told).join('\n') || 'No parameter is set. set NAME = value sets one, and $NAME mentions it in SQL.'
    );
  }

  #set(rest: string): string {
    const parameter = settingOf(rest);
    this.#values.set(parameter.name.toLowerCase(), parameter);
    return told(parameter);
  }

  #unset(rest: string): string {
    const names = rest.split(/[\s,]+/).filter(Boolean);
    if (names.length === 0) throw wrong('unset wants the name of a parameter: unset NAME.');
    for (const name of names) {
      const known = this.all.map(parameter => parameter.name);
      if (!this.get(name)) throw wrong(`There is no parameter ${visible(name)} to unset.${didYouMean(name, known)}`);
    }
    for (const name of names) this.#values.delete(name.toLowerCase());
    return `${names.join(', ')} no longer set`;
  }
}

/** What a line of a cell can begin with besides a command. */
export const settingWords = ['set', 'unset'] as const;
export const isSetting = (word: string): boolean => settingWords.some(setting => setting === word);

const told = ({ name, written }: Parameter): string => `${name} = ${visible(written)}`;

/** `NAME = value`: numbers, true, false and null are what they look like, all else is text; quotes make a text of anything. */
export function settingOf(written: string): Parameter {
  const [, name, equals, value] = /^\s*([^\s=]+)\s*(=?)\s*(.*?)\s*$/s.exec(written) ?? [];
  if (!name || !/^[A-Za-z_]\w*$/.test(name)) {
    throw wrong(`A parameter's name is of letters, digits and _, and begins with no digit: set NAME = value.`);
  }
  if (!equals || value === '') throw wrong(`set ${name} wants a value: set ${name} = …; '' is the empty text.`);
  return { name, written: value!, value: scalarIn(name, value!) };
}

function scalarIn(name: string, written: string): Scalar {
  const quote = written[0]!;
  if (quote !== "'" && quote !== '"') return scalarOf(written);
  const inside = written.slice(1, -1).replaceAll(quote + quote, '');
  const isWhole = written.length > 1 && written.endsWith(quote) && !inside.includes(quote);
  if (!isWhole) {
    throw wrong(
      `The text of ${name} does not end where its quotes do: write ${quote}…${quote}, and ${quote} itself twice.`,
    );
  }
  return written.slice(1, -1).replaceAll(quote + quote, quote);
}

const wrong = (sentence: string) => new SparkifyError('usage.option', sentence);
