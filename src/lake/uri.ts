import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SparkifyError } from '../base/errors.ts';

export type LakeUri =
  | { readonly kind: 's3'; readonly bucket: string /** Empty, or with a trailing slash. */; readonly prefix: string }
  | { readonly kind: 'folder'; readonly path: string };

export interface Places {
  /** Where relative folders begin. */
  readonly folder: string;
  readonly home?: string | undefined;
}

const s3Scheme = /^s3[an]?:/i;
const otherScheme = /^([a-z][a-z0-9+.-]+):/i;
const loneSurrogate = /\p{Surrogate}/u;
const bucketName = /^[a-z0-9][\w.-]{1,253}[a-z0-9]$/i;

/** `s3://bucket/prefix`, or a folder; with or without a trailing slash the same. */
export function parseUri(text: string, { folder, home = homedir() }: Places): LakeUri {
  if (text.trim() === '') wrong('An address of a lake is empty: give s3://bucket/prefix or a folder.');
  if (s3Scheme.test(text)) return parseS3(text);
  if (text.includes('\0')) wrong('The address of a folder contains a NUL character.');
  if (/^file:/i.test(text)) return { kind: 'folder', path: pathOfFile(text) };
  const scheme = otherScheme.exec(text)?.[1];
  if (scheme) wrongScheme(scheme.toLowerCase());
  if (text === '~' || text.startsWith('~/')) return { kind: 'folder', path: resolve(home, `.${text.slice(1)}`) };
  return { kind: 'folder', path: isAbsolute(text) ? resolve(text) : resolve(folder, text) };
}

function parseS3(text: string): LakeUri {
  const rest = text.replace(s3Scheme, '');
  if (!rest.startsWith('//')) wrong('An S3 address has two slashes and then a bucket: s3://bucket/prefix.');
  const slash = rest.indexOf('/', 2);
  const bucket = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const prefix = slash < 0 ? '' : rest.slice(slash + 1);
  if (bucket === '') wrong('The address names no bucket: it has the form s3://bucket/prefix.');
  // What stands before an @ may be a secret key: it is not repeated.
  if (bucket.includes('@'))
    wrong('An address holds no credentials: give s3://bucket/prefix, and --profile or AWS_* variables.');
  if (!bucketName.test(bucket)) {
    wrong(`${JSON.stringify(bucket)} cannot be the name of a bucket: letters, digits, dots and hyphens, 3 or more.`);
  }
  if (loneSurrogate.test(prefix)) wrong('The prefix of the address is not well-formed Unicode.');
  return { kind: 's3', bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

function pathOfFile(text: string): string {
  try {
    return resolve(fileURLToPath(text));
  } catch (cause) {
    throw new SparkifyError(
      'lake.uri',
      `${text} is not the address of a folder here: it has the form file:///folder.`,
      { cause },
    );
  }
}

function wrongScheme(scheme: string): never {
  if (scheme === 'http' || scheme === 'https') {
    wrong('The address of a lake is s3://bucket/prefix; the web address of a store goes to --endpoint.');
  }
  wrong(`Addresses that begin with ${scheme}: are not read; give s3://bucket/prefix or a folder.`);
}

function wrong(sentence: string): never {
  throw new SparkifyError('lake.uri', sentence);
}

/** As a lake tells its own address: always with a trailing slash. */
export function printUri(uri: LakeUri): string {
  if (uri.kind === 's3') return `s3://${uri.bucket}/${uri.prefix}`;
  const path = uri.path.replaceAll('\\', '/');
  return path.endsWith('/') ? path : `${path}/`;
}
