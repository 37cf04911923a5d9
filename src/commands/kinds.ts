import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { listed } from '../base/text.ts';
import type { RejectLimit } from '../pipeline/options.ts';

/** What a value looks like in sparkify.json; the words are those of JSON Schema. */
export interface JsonShape {
  readonly type: 'string' | 'boolean' | 'integer' | readonly ['string', 'integer'];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** One way of writing a value, the same in a flag, an environment variable and sparkify.json. */
export interface Kind<T> {
  /** How help names the value: N, URI, N|P%. */
  readonly placeholder: string;
  /** What fits, to end a sentence: "--limit wants …". */
  readonly wants: string;
  readonly json: JsonShape;
  /** Names a place: letters in it may come in any order without being a secret. */
  readonly isPlace?: boolean;
  /** Undefined where the text does not fit. Relative paths are from `folder`. */
  read(text: string, folder: string): T | undefined;
  print(value: T): string;
}

export const flagKind: Kind<boolean> = {
  placeholder: '',
  wants: 'true or false',
  json: { type: 'boolean' },
  read: text => ({ true: true, yes: true, 1: true, false: false, no: false, 0: false })[text.toLowerCase()],
  print: String,
};

export const textKind = (placeholder: string, wants = 'a text'): Kind<string> => ({
  placeholder,
  wants,
  json: { type: 'string' },
  read: text => text || undefined,
  print: text => text,
});

const absolute = (text: string, folder: string): string =>
  text.startsWith('~/') ? join(homedir(), text.slice(2)) : resolve(folder, text);

export const pathKind = (placeholder: string): Kind<string> => ({
  ...textKind(placeholder, 'a path'),
  isPlace: true,
  read: (text, folder) => (text === '' ? undefined : absolute(text, folder)),
});

/** Other tools mean no file by `:memory:`; a warehouse is there to stay. */
export const warehouseKind: Kind<string> = {
  ...pathKind('FILE'),
  wants: 'the path of a file that stays',
  read: (text, folder) => (text === '' || text === ':memory:' ? undefined : absolute(text, folder)),
};

/** Addresses with a scheme are the lake's to judge; all else is a folder. */
export const lakeUriKind: Kind<string> = {
  ...textKind('URI', 's3://bucket/prefix or a folder'),
  isPlace: true,
  read: (text, folder) =>
    text === '' ? undefined : /^[a-z][a-z0-9+.-]+:\/\//i.test(text) ? text : absolute(text, folder),
};

/** Words that stand where else a file of credentials is named. */
export const credentialsWords: readonly string[] = ['anonymous', 'environment'];

/** One of the words, or a file. */
export const credentialsKind: Kind<string> = {
  ...textKind('FILE|anonymous|environment', 'a file with credentials, or the word anonymous or environment'),
  read: (text, folder) => (text === '' ? undefined : credentialsWords.includes(text) ? text : absolute(text, folder)),
};

export const numberKind = (minimum: number, maximum = Number.MAX_SAFE_INTEGER): Kind<number> => ({
  placeholder: 'N',
  wants:
    maximum === Number.MAX_SAFE_INTEGER
      ? `a whole number from ${minimum} up`
      : `a whole number from ${minimum} to ${maximum}`,
  json: { type: 'integer', minimum, ...(maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }) },
  read: text => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= minimum && value <= maximum ? value : undefined;
  },
  print: String,
});

export const choiceKind = <const T extends string>(choices: readonly T[]): Kind<T> => ({
  placeholder: choices.join('|'),
  wants: listed(choices),
  json: { type: 'string', enum: choices },
  read: text => choices.find(choice => choice === text),
  print: text => text,
});

const sizePattern = /^\d+(\.\d+)? ?([KMGT]i?B|%)$/i;

/** As DuckDB writes sizes: 4GB, 512MB, 80%. */
export const sizeKind: Kind<string> = {
  placeholder: 'SIZE',
  wants: 'a size such as 4GB or 512MB',
  json: { type: 'string', pattern: sizePattern.source },
  read: text => (sizePattern.test(text) ? text : undefined),
  print: text => text,
};

const hoursIn = { m: 1 / 60, h: 1, d: 24, w: 168 } as const;
const durationPattern = /^(\d+)([mhdw])$/;

/** Milliseconds, written 90m, 36h, 2d or 1w. */
export const durationKind: Kind<number> = {
  placeholder: 'TIME',
  wants: 'a time such as 90m, 36h, 2d or 1w',
  json: { type: 'string', pattern: durationPattern.source },
  read: text => {
    const [, amount, unit] = durationPattern.exec(text) ?? [];
    return amount === undefined
      ? undefined
      : Math.round(Number(amount) * hoursIn[unit as keyof typeof hoursIn] * 3_600_000);
  },
  print: ms => `${ms / 60_000}m`,
};

const rejectPattern = /^(\d+|\d+(\.\d+)?%)$/;

export const rejectLimitKind: Kind<RejectLimit> = {
  placeholder: 'N|P%',
  wants: 'a number of lines or a share of them, such as 100 or 2%',
  json: { type: ['string', 'integer'], pattern: rejectPattern.source, minimum: 0 },
  read: text => {
    if (!rejectPattern.test(text)) return undefined;
    if (!text.endsWith('%')) return { lines: Number(text) };
    const share = Number(text.slice(0, -1)) / 100;
    return share <= 1 ? { share } : undefined;
  },
  print: limit => ('lines' in limit ? String(limit.lines) : `${Number((limit.share * 100).toPrecision(12))}%`),
};

export interface Partition {
  readonly table: string;
  /** None: the table is written without partitions. */
  readonly columns: readonly string[];
}

const partitionPattern = /^(\w+)=((?:\w+(?:,\w+)*)?)$/;

export const partitionKind: Kind<Partition> = {
  placeholder: 'TABLE=COLUMNS',
  wants: 'a table and its columns, such as songs=year,artist_id',
  json: { type: 'string', pattern: partitionPattern.source },
  read: text => {
    const [, table, columns] = partitionPattern.exec(text) ?? [];
    return table === undefined ? undefined : { table, columns: columns ? columns.split(',') : [] };
  },
  print: ({ table, columns }) => `${table}=${columns.join(',')}`,
};

export interface Param {
  readonly name: string;
  /** As it was written; the statement's runner reads numbers, true, false and null out of it. */
  readonly text: string;
}

const paramPattern = /^([A-Za-z_]\w*)=(.*)$/s;

export const paramKind: Kind<Param> = {
  placeholder: 'NAME=VALUE',
  wants: 'a name and a value, such as user=15',
  json: { type: 'string', pattern: paramPattern.source },
  read: text => {
    const [, name, value] = paramPattern.exec(text) ?? [];
    return name === undefined ? undefined : { name, text: value! };
  },
  print: ({ name, text }) => `${name}=${text}`,
};
