import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findNodeAtOffset, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { SparkifyError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { listed } from '../base/text.ts';
import { flagName } from './command.ts';
import { projectOptions } from './common.ts';
import { commandNamed, commandNames, commands } from './index.ts';
import type { Option, Options } from './option.ts';
import type { Given } from './parse.ts';
import { isSecretName, secretIn, secretWords } from './secrets.ts';

export const projectFileName = 'sparkify.json';

/** What the user's project file says. */
export interface Project {
  readonly file: string;
  /** Relative paths are from here. */
  readonly folder: string;
  readonly settings: Given;
  /** Command -> its options. */
  readonly options: Readonly<Record<string, Given>>;
}

/** The nearest sparkify.json upward from a folder. */
export function findProjectFile(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, projectFileName);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return undefined;
  }
}

export function loadProject(file: string): Project {
  try {
    return parseProject(file, readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof SparkifyError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SparkifyError('usage.project', `${file} cannot be read: ${reason}`, { cause });
  }
}

export function parseProject(file: string, written: string): Project {
  const text = written.replace(/^\uFEFF/, '');
  const wrong = wrongIn(file, text);
  const secret = secretIn(text);
  if (secret) throw wrong(secret.offset, `holds ${secret.what}. ${whereSecretsGo}`);
  const root = treeOf(text, wrong);
  for (const offset of secretWords(text)) {
    if (!isPlaceAt(root, offset)) throw wrong(offset, `holds what looks like an AWS secret key. ${whereSecretsGo}`);
  }
  const options: Record<string, Given> = {};
  const settings: Record<string, unknown> = {};
  for (const { key, at, value } of members(root, 'The file', wrong)) {
    if (key === '$schema') continue;
    if (key === 'options') Object.assign(options, commandOptions(value, dirname(file), wrong));
    else
      settings[key] = read(
        key,
        at,
        value,
        { options: projectOptions, name: key => key, where: 'sparkify.json' },
        dirname(file),
        wrong,
      );
  }
  return { file, folder: dirname(file), settings, options };
}

const whereSecretsGo =
  'Secrets do not belong in a project file: use an AWS profile, the environment, or name a file of credentials.';

const placeNames: ReadonlySet<string> = new Set([
  ...placesIn(projectOptions, key => key),
  ...commands.flatMap(({ options }) => placesIn(options, flagName)),
]);

function placesIn(options: Options, name: (key: string) => string): string[] {
  const places = Object.entries(options).filter(([, { kind }]) => kind.isPlace);
  return places.map(([key]) => name(key));
}

/** Whether what stands there is, by its key, a path or an address. */
function isPlaceAt(root: Node, offset: number): boolean {
  const node = findNodeAtOffset(root, offset);
  const property = node?.parent?.type === 'array' ? node.parent.parent : node?.parent;
  const [key, value] = property?.children ?? [];
  return node?.type === 'string' && node !== key && value !== undefined && placeNames.has(key?.value as string);
}

type Wrong = (offset: number, sentence: string) => SparkifyError;

const wrongIn =
  (file: string, text: string): Wrong =>
  (offset, sentence) => {
    const before = text.slice(0, offset).split('\n');
    const position = { line: before.length, column: before.at(-1)!.length + 1 };
    return new SparkifyError('usage.project', `${file}:${position.line}:${position.column} ${sentence}`, { position });
  };

function treeOf(text: string, wrong: Wrong): Node {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) throw wrong(first.offset, `is not JSON: ${saidPlainly(printParseErrorCode(first.error))}.`);
  if (root?.type !== 'object') throw wrong(root?.offset ?? 0, 'must hold an object: { … }.');
  return root;
}

/** CommaExpected -> comma expected */
const saidPlainly = (code: string): string => code.replace(/(?<!^)[A-Z]/g, letter => ` ${letter}`).toLowerCase();

interface Member {
  readonly key: string;
  readonly at: number;
  readonly value: Node;
}

function members(object: Node, what: string, wrong: Wrong): Member[] {
  if (object.type !== 'object') throw wrong(object.offset, `${what} wants an object: { … }.`);
  const found: Member[] = [];
  for (const property of object.children ?? []) {
    const [name, value] = property.children!;
    const key = name!.value as string;
    if (isSecretName(key)) throw wrong(name!.offset, `${JSON.stringify(key)} names a secret. ${whereSecretsGo}`);
    if (found.some(member => member.key === key)) throw wrong(name!.offset, `${JSON.stringify(key)} is said twice.`);
    found.push({ key, at: name!.offset, value: value! });
  }
  return found;
}

function commandOptions(node: Node, folder: string, wrong: Wrong): Record<string, Given> {
  const all: Record<string, Given> = {};
  for (const { key: name, at, value } of members(node, '"options"', wrong)) {
    const command = commandNamed(name);
    if (!command || command.standsAlone) {
      throw wrong(at, `There is no command ${JSON.stringify(name)} with options.${didYouMean(name, commandNames)}`);
    }
    const scope = { options: command.options, name: flagName, where: `options.${name}` };
    const given = members(value, `"options.${name}"`, wrong).map(member => [
      keyNamed(member.key, scope.options) ?? member.key,
      read(member.key, member.at, member.value, scope, folder, wrong),
    ]);
    all[name] = Object.fromEntries(given);
  }
  return all;
}

const keyNamed = (name: string, options: Options): string | undefined =>
  Object.keys(options).find(key => flagName(key) === name);

interface Scope {
  readonly options: Options;
  /** How a key is written here. */
  readonly name: (key: string) => string;
  readonly where: string;
}

function read(key: string, at: number, value: Node, scope: Scope, folder: string, wrong: Wrong): unknown {
  const settable = Object.entries(scope.options).filter(([, option]) => !option.perUse);
  const option = settable.find(([name]) => scope.name(name) === key)?.[1];
  if (!option) {
    const known = [
      ...settable.map(([name]) => scope.name(name)),
      ...(scope.options === projectOptions ? ['options', '$schema'] : []),
    ];
    const hint = didYouMean(key, known) || ` There are ${listed(known, 'and')}.`;
    throw wrong(at, `${JSON.stringify(key)} is no key of ${scope.where}.${hint}`);
  }
  if (!option.many) return readOne(key, option, value, folder, wrong);
  const values = value.type === 'array' ? (value.children ?? []) : [value];
  return values.map(each => readOne(key, option, each, folder, wrong));
}

function readOne(key: string, option: Option, node: Node, folder: string, wrong: Wrong): unknown {
  const types = [option.kind.json.type].flat();
  const isOfType = types.some(type => (type === 'integer' ? Number.isInteger(node.value) : typeof node.value === type));
  const value = isOfType ? option.kind.read(String(node.value), folder) : undefined;
  if (value !== undefined) return value;
  const written = node.type === 'object' || node.type === 'array' ? `an ${node.type}` : JSON.stringify(node.value);
  throw wrong(node.offset, `"${key}" wants ${option.kind.wants}, not ${written}.`);
}
