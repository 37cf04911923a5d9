import type { FaultKind } from './kinds.ts';

/** When which fault happens. Of several rules that apply, the first acts. */
export interface FaultRule {
  readonly kind: FaultKind;
  readonly match?: {
    readonly operation?: string;
    readonly bucket?: string;
    /** A regular expression, found anywhere in the key. */
    readonly key?: string;
    readonly accessKeyId?: string;
  };
  /** At most this often. */
  readonly times?: number;
  /** For this share of the matching requests. Whether a visit of a key is among them hangs on seed, key and visit alone, not on the order of arrival. */
  readonly share?: number;
  readonly seed?: number;
  /** Not for the first ones that match. */
  readonly skip?: number;
  /** How long a `delay` lasts. */
  readonly delayMs?: number;
}
