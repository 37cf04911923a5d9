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
  /** The store asks for patience, and gets it once it is known: see `Allowance`. */
  readonly patient?: true;
}

export const remedies: Readonly<Record<FaultKind, Remedy>> = {
  busy: { cure: 'wait', narrower: 0.5, patient: true }, // 503, 429, SlowDown, RequestTimeout
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

/** Enough for all requests of a wide window to make all their attempts: an outage is held against each, not against their number. */
const budgetAtFirst = 3_000;

/** Attempts spent by all requests of a lake together: a store that mostly fails is given up as a whole. */
export class RetryBudget {
  #left = budgetAtFirst;
  #answered = 0;

  /** The store has answered at least once. */
  get known(): boolean {
    return this.#answered > 0;
  }

  /** How many requests have had their answer. */
  get answered(): number {
    return this.#answered;
  }

  succeed(): void {
    this.#answered += 1;
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
/** A store that is busy is asked this many times as often: of a hundred requests whose waits are random, the one with the shortest waits ends the run. */
const patience = 3;
/** The same, where it answers others meanwhile. */
const longestPatience = 10;

/**
 * How many attempts one request still has. A store that throttles turns away whom it will: while it answers others, that it
 * is busy says nothing about this request and costs it nothing, so that none is given up for its bad luck.
 */
class Allowance {
  readonly #budget: RetryBudget;
  readonly #usual: number;
  #made = 0;
  /** In parts of an attempt, of which there are `patience`. */
  #spent = 0;
  #answered: number;

  constructor({ budget, retrying }: Pick<Persistence, 'budget' | 'retrying'>) {
    this.#budget = budget;
    this.#usual = retrying.attempts;
    this.#answered = budget.answered;
  }

  get made(): number {
    return this.#made;
  }

  /** Counts an attempt that failed; false when it was the last. */
  spend({ patient, onlyOnceKnown }: Remedy): boolean {
    const { answered, known } = this.#budget;
    const answersOthers = answered > this.#answered;
    this.#answered = answered;
    this.#made += 1;
    if (this.#made >= this.#usual * longestPatience) return false;
    if (patient && answersOthers) return true;
    this.#spent += patient && known ? 1 : patience;
    const most = onlyOnceKnown && !known ? attemptsWhileUnknown : this.#usual;
    return this.#spent < most * patience && this.#budget.spend();
  }
}

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
  const allowance = new Allowance(how);
  for (;;) {
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
      if (!allowance.spend(remedy)) throw new GivenUp(error, allowance.made);
      await how.retrying.wait(waitBefore(allowance.made, how.retrying), how.scope);
    }
  }
}
