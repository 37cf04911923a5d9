import { isSecretName } from '../commands/secrets.ts';

// Shorter ones would blot out words that have nothing to do with them.
const shortest = 6;

/** Knows the secrets that were handed over, and takes them out of what is written to a log. */
export class Hidden {
  readonly #secrets = new Set<string>();

  /** By their names: which variables hold secrets is known, their values may be anything. */
  learn(env: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(env)) {
      if (value !== undefined && value.length >= shortest && isSecretName(name)) this.#secrets.add(value);
    }
  }

  in(line: string): string {
    // The longest first: one may be part of another.
    const secrets = [...this.#secrets].sort((a, b) => b.length - a.length);
    return secrets.reduce((told, secret) => told.replaceAll(secret, '•••'), line);
  }
}
