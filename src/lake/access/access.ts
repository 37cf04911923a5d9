import type { Identity } from './identity.ts';

/** By whose leave a store is asked. */
export interface Access {
  /** "environment", "profile analytics", "dl.cfg", "instance role", "anonymous". */
  readonly kind: string;
  /** How often the keys were fetched anew. */
  readonly renewals: number;
  /** The keys that are good now; undefined for anonymous access. */
  identity(): Identity | undefined | Promise<Identity | undefined>;
  /** Fetches new keys unless that was done since; false when there are no newer ones. */
  renew(renewals: number | undefined): Promise<boolean>;
}

/** Keys are fetched anew this long before they expire. */
const renewBeforeMs = 5 * 60_000;
/** A source that has none newer yet is left alone this long. */
const askAgainAfterMs = 60_000;

export const anonymous: Access = {
  kind: 'anonymous',
  renewals: 0,
  identity: () => undefined,
  renew: () => Promise.resolve(false),
};

/** Access with keys from a source that can be asked again. */
export class KeyAccess implements Access {
  readonly kind: string;
  readonly #fetch: () => Promise<Identity>;
  readonly #now: () => number;
  #identity: Identity | undefined;
  #fetching: Promise<Identity> | undefined;
  #renewals = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(kind: string, fetch: () => Promise<Identity>, now: () => number, known?: Identity) {
    this.kind = kind;
    this.#fetch = fetch;
    this.#now = now;
    this.#identity = known;
  }

  get renewals(): number {
    return this.#renewals;
  }

  identity(): Identity | Promise<Identity> {
    const identity = this.#identity;
    if (identity === undefined) return this.#fetchOnce();
    const expiresMs = identity.expiration?.getTime();
    const now = this.#now();
    if (expiresMs === undefined || expiresMs - now > renewBeforeMs) return identity;
    if (expiresMs > now && now - this.#askedAtMs < askAgainAfterMs) return identity;
    this.#askedAtMs = now;
    return this.#renewEarly(identity, expiresMs);
  }

  async renew(renewals: number | undefined): Promise<boolean> {
    if (renewals !== undefined && renewals !== this.#renewals) return true;
    const before = this.#identity;
    const after = await this.#fetchOnce();
    return before?.accessKeyId !== after.accessKeyId || before.sessionToken !== after.sessionToken;
  }

  /** Keys that still hold for a while are used on when their source fails, or has none newer. */
  async #renewEarly(identity: Identity, expiresMs: number): Promise<Identity> {
    try {
      return await this.#fetchOnce();
    } catch (error) {
      if (expiresMs <= this.#now()) throw error;
      return identity;
    }
  }

  #fetchOnce(): Promise<Identity> {
    this.#fetching ??= this.#fetch()
      .then(identity => {
        if (this.#identity !== undefined) this.#renewals += 1;
        this.#identity = identity;
        return identity;
      })
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }
}
