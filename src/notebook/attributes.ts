import type { SparkifyError } from '../base/errors.ts';
import { formatError } from './format-error.ts';
import { nameProblem } from './names.ts';
import type { Attributes } from './notebook.ts';

export const isAttributeName = (word: string): boolean => /^[A-Za-z][\w.-]*$/.test(word);

/** What follows the language on a cell's fence, from this place on. No cell can have a name that another line has given. */
export function readAttributes(
  text: string,
  { line, column }: { line: number; column: number },
  names: ReadonlyMap<string, number>,
): Attributes {
  const attributes = new Map<string, string>();
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const wrong = (where: number, sentence: string) => formatError(sentence, line, column + where);
    const name = takeFrom(text, at, /[^ \t=]*/y);
    const from = at + name.length + 1;
    if (!isAttributeName(name)) throw wrong(at, `${JSON.stringify(name)} is no name of an attribute.`);
    if (text[from - 1] !== '=')
      throw wrong(at, `${name} has no value; attributes are written name=value, without spaces.`);
    if (attributes.has(name)) throw wrong(at, `${name} is said twice.`);
    const written = takeFrom(text, from, /'[^']*'|[^ \t]*/y);
    const value = valueIn(written);
    if (value === undefined) throw wrong(from, valueProblem(name, written));
    if (name === 'name') refuseName(value, names, sentence => wrong(from, sentence));
    attributes.set(name, value);
    at = skipBlanks(text, from + written.length);
    if (at === from + written.length && at < text.length) throw wrong(at, `A space must follow the value of ${name}.`);
  }
  return Object.fromEntries(attributes);
}

export const attributesText = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}=${/^[\w.,:/@%+-]+$/.test(value) ? value : quoted(value)}`)
    .join('');

function refuseName(
  name: string,
  names: ReadonlyMap<string, number>,
  wrong: (sentence: string) => SparkifyError,
): void {
  const problem = nameProblem(name);
  if (problem) throw wrong(`A cell cannot be called ${JSON.stringify(name)}: ${problem}.`);
  const line = names.get(name);
  if (line !== undefined)
    throw wrong(`The cell of line ${line} is called ${name} already; give this one another name.`);
}

function takeFrom(text: string, at: number, pattern: RegExp): string {
  pattern.lastIndex = at;
  return pattern.exec(text)![0];
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

/** Undefined where it is not written as a value must be. */
function valueIn(written: string): string | undefined {
  if (/^'[^']*'$/.test(written)) return unescaped(written.slice(1, -1));
  return written === '' || /['"]/.test(written) ? undefined : written;
}

function valueProblem(name: string, written: string): string {
  if (written === '') return `${name}= wants a value; an empty one is written ''.`;
  if (written.startsWith("'"))
    return `The value of ${name} has no closing quote; a quote inside it is written \\u0027.`;
  return `The value of ${name} has quotes in it; write it in single quotes: ${name}='…'.`;
}

// JSON knows \u0027, so that a chart's JSON means the same before and after; \u{…} it does not know, so that none of its own is taken for ours.
const escapes = /\\u0027|\\u\{([0-9a-f]{1,6})\}/gi;

const unescaped = (text: string): string =>
  text.replaceAll(escapes, (written, hex: string | undefined) => {
    const point = hex === undefined ? 0x27 : Number.parseInt(hex, 16);
    return point > 0x10ffff ? written : String.fromCodePoint(point);
  });

const mustEscape = /'|`|\p{Cc}|\p{Cs}|\\(?=u0027|u\{[0-9a-f]{1,6}\})/giu;

const quoted = (value: string): string =>
  `'${value.replaceAll(mustEscape, letter => (letter === "'" ? '\\u0027' : `\\u{${letter.codePointAt(0)!.toString(16)}}`))}'`;
