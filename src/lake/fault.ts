/** What can go wrong between us and a store; retry.ts says what is done about each. */
export type FaultKind =
  | 'busy'
  | 'broken'
  | 'reset'
  | 'silent'
  | 'stalled'
  | 'refused'
  | 'unknownHost'
  | 'untrusted'
  | 'short'
  | 'altered'
  | 'garbled'
  | 'skewed'
  | 'expired'
  | 'elsewhere'
  | 'changed'
  | 'absent'
  | 'noBucket'
  | 'denied'
  | 'badCredentials'
  | 'refusedOtherwise';

export interface FaultDetails {
  readonly status?: number | undefined;
  /** The store's own code, `SlowDown`. */
  readonly code?: string | undefined;
  /** The store's clock when it answered. */
  readonly dateMs?: number | undefined;
  /** Where the bucket really is, when the store says so. */
  readonly region?: string | undefined;
  /** Which credentials the request was signed with: how often they had been renewed. */
  readonly renewals?: number | undefined;
  readonly cause?: unknown;
}

/** Thrown inside lake/ only: at its border it becomes a SparkifyError. */
export class Fault extends Error {
  readonly kind: FaultKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly dateMs: number | undefined;
  readonly region: string | undefined;
  readonly renewals: number | undefined;

  constructor(kind: FaultKind, reason: string, details: FaultDetails = {}) {
    super(reason, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Fault';
    this.kind = kind;
    this.status = details.status;
    this.code = details.code;
    this.dateMs = details.dateMs;
    this.region = details.region;
    this.renewals = details.renewals;
  }
}
