import { isSecretName } from '../commands/secrets.ts';
import { playgroundCredential } from '../playground/credential.ts';

export type Hide = <T>(told: T) => T;

/** Shorter ones would take words out of sentences that have nothing to do with them. */
const shortest = 8;

/** They are in README, and open nothing of anybody's. */
const known: readonly string[] = Object.values(playgroundCredential);

/** The key's ID is no secret by itself, and that of a store on one's own machine is often a plain word, such as the user's name. */
const isWord = (name: string, value: string): boolean => /id$/i.test(name) && /^[a-z]+$/i.test(value);

/** Which these are, their names tell. */
export const secretsOf = (env: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(env).flatMap(([name, value = '']) =>
    isSecretName(name) && value.length >= shortest && !known.includes(value) && !isWord(name, value) ? [value] : [],
  );

/** The longest go first: one may be part of another. */
export const without = (secrets: Iterable<string>, text: string): string =>
  [...secrets].sort((a, b) => b.length - a.length).reduce((left, secret) => left.replaceAll(secret, '•••'), text);

/** Takes out of what is told whatever the environment keeps secret. Nothing of ours puts it there: this is for what others say. */
export function hiding(env: Readonly<Record<string, string | undefined>>): Hide {
  const secrets = secretsOf(env);
  return told => (secrets.length === 0 ? told : (mapped(told, text => without(secrets, text)) as typeof told));
}

/** Plain data with each of its texts changed. */
function mapped(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') return change(data);
  if (Array.isArray(data)) return data.map(item => mapped(item, change));
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, mapped(value, change)]));
}
