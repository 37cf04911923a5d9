import { secretsOf, without } from '../session/hiding.ts';

/** Remembers the secrets that were handed over, and takes them out of what is written to a log. */
export class Hidden {
  readonly #secrets = new Set<string>();

  learn(env: Readonly<Record<string, string | undefined>>): void {
    for (const secret of secretsOf(env)) this.#secrets.add(secret);
  }

  in(line: string): string {
    return without(this.#secrets, line);
  }
}
