import { Fault, type FaultKind } from './fault.ts';
import type { Scope } from './scope.ts';

export interface Retrying {
  /** The most attempts for one request. */
  readonly attempts: number;
  /** The first wait is up to this long, each further one up to twice as long, and none longer than `longestWaitMs`. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** From 0 to 1: where in its range a wait falls. */
  readonly random: () => number;
  readonly now: () => number;
  readonly wait: (ms: number, scope: Scope) => Promise<void>;
}

export const usualRetrying: Retrying = {
  attempts: 10,
  firstWaitMs: 100,
  longestWaitMs: 5_000,
  random: Math.random,
  now: Date.now,
  wait: (ms, scope) => scope.wait(ms),
};

export interface Remedy {
  /** `wait` tries again after a while, `mend` once the cause is mended, `tell` not at all. */
  readonly cure: 'wait' | 'mend' | 'tell';
  /** Fewer requests at once from here on: this share of the window. */
  readonly narrower?: number;
  /** Not worth many attempts until the store has answered once: the address is probably wrong. */
  readonly onlyOnceKnown?: true;
}

export const remedies: Readonly<Record<FaultKind, Remedy>> = {
  busy: { cure: 'wait', narrower: 0.5 }, //          503, 429, SlowDown, RequestTimeout
  broken: { cure: 'wait' }, //                        500, 502, 504
  reset: { cure: 'wait', narrower: 0.8 }, //         the connection broke
  silent: { cure: 'wait', narrower: 0.8, onlyOnceKnown: true }, // no connection or no answer in time
  stalled: { cure: 'wait', narrower: 0.8 }, //       no further bytes in time
  refused: { cure: 'wait', narrower: 0.8, onlyOnceKnown: true }, // nobody listens
  unknownHost: { cure: 'wait', onlyOnceKnown: true }, // DNS knows no such name
  untrusted: { cure: 'tell' }, //                     TLS: certificate or protocol
  short: { cure: 'wait' }, //                         fewer or more bytes than listed or announced
  altered: { cure: 'wait' }, //                       not the bytes its ETag promises
  garbled: { cure: 'wait' }, //                       an answer that is not S3's
  skewed: { cure: 'mend' }, //                        our clock is wrong: take the store's
  expired: { cure: 'mend' }, //                       credentials: fetch them anew
  elsewhere: { cure: 'mend' }, //                     the bucket is in another region
  changed: { cure: 'tell' }, //                       412: the caller asks what is there now
  absent: { cure: 'tell' }, //                        404
  noBucket: { cure: 'tell' },
  denied: { cure: 'tell' },
  badCredentials: { cure: 'tell' },
  refusedOtherwise: { cure: 'tell' },
};

/** Full jitter: anywhere from at once to the longest wait of this attempt, so that many do not come back together. */
export function waitBefore(attempt: number, { firstWaitMs, longestWaitMs, random }: Retrying): number {
  return random() * Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempt - 1, 30));
}

/** Attempts spent by all requests of a lake together: a store that mostly fails is given up as a whole. */
export class RetryBudget {
  #left = 1_000;
  #succeeded = false;

  /** The store has answered at least once. */
  get known(): boolean {
    return this.#succeeded;
  }

  succeed(): void {
    this.#succeeded = true;
    this.#left += 5;
  }

  /** False when nothing is left. */
  spend(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }
}

const attemptsWhileUnknown = 3;
const mostMendings = 3;

/** The last fault of a request that was tried as often as is sensible. */
export class GivenUp extends Error {
  readonly fault: Fault;
  readonly attempts: number;

  constructor(fault: Fault, attempts: number) {
    super(fault.message, { cause: fault });
    this.name = 'GivenUp';
    this.fault = fault;
    this.attempts = attempts;
  }
}

export interface Persistence {
  readonly retrying: Retrying;
  readonly budget: RetryBudget;
  readonly scope: Scope;
  /** Removes the cause of a fault; false when that is not possible. */
  readonly mend: (fault: Fault) => Promise<boolean>;
  readonly onFault?: ((fault: Fault, remedy: Remedy) => void) | undefined;
}

/** Makes attempts until one succeeds or the table above says that no other will. */
export async function persist<T>(attempt: () => Promise<T>, how: Persistence): Promise<T> {
  let mendings = 0;
  for (let attempts = 1; ; attempts++) {
    try {
      const value = await attempt();
      how.budget.succeed();
      return value;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const remedy = remedies[error.kind];
      how.onFault?.(error, remedy);
      if (remedy.cure === 'tell') throw error;
      if (remedy.cure === 'mend') {
        mendings += 1;
        if (mendings > mostMendings || !(await how.mend(error))) throw error;
        continue;
      }
      const most = remedy.onlyOnceKnown && !how.budget.known ? attemptsWhileUnknown : how.retrying.attempts;
      if (attempts >= most || !how.budget.spend()) throw new GivenUp(error, attempts);
      await how.retrying.wait(waitBefore(attempts, how.retrying), how.scope);
    }
  }
}
