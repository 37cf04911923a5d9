import { SparkifyError } from '../base/errors.ts';

const loneSurrogate = /\p{Surrogate}/u;
const plain = /^[\w\-.~/]*$/;

/** A key as it stands in the path of a request: what S3 signs, byte for byte. */
export function encodeKey(key: string): string {
  if (plain.test(key)) return key;
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, hexOf);
}

const hexOf = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

export const quoted = (key: string): string => JSON.stringify(key);

export function refuseKey(key: string, because: string): never {
  throw new SparkifyError('lake.key', `The key ${quoted(key)} cannot be stored: ${because}.`);
}

/** What no store can hold. */
export function checkKey(key: string): void {
  if (key === '') refuseKey(key, 'it is empty');
  if (loneSurrogate.test(key)) refuseKey(key, 'it is not well-formed Unicode');
  if (Buffer.byteLength(key) > 1024) refuseKey(key, 'it is longer than 1,024 bytes');
}

/** What a folder can hold: a key that names one file beneath it and nothing else. */
export function checkFileKey(key: string, platform: NodeJS.Platform): void {
  checkKey(key);
  if (key.includes('\0')) refuseKey(key, 'it contains a NUL character');
  if (key.endsWith('/')) refuseKey(key, 'it ends in a slash, and a folder holds files only');
  for (const name of key.split('/')) {
    if (name === '') refuseKey(key, 'it has an empty name between two slashes');
    if (name === '.' || name === '..') refuseKey(key, `"${name}" would lead to another place`);
    if (Buffer.byteLength(name) > 255) refuseKey(key, 'one of its names is longer than 255 bytes');
    if (platform === 'win32' && /[\\:*?"<>|]|[. ]$/.test(name)) refuseKey(key, 'Windows allows no such file name');
  }
}
