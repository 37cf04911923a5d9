/** What is to be measured inside an extension host; in its environment as JSON. */
export interface Orders {
  /** Where the figures go. */
  readonly output: string;
  /** The notebook whose cell takes long, and that which does next to nothing. */
  readonly long: string;
  readonly trivial: string;
  /** The same as the long cell, in a process of its own. */
  readonly shell: readonly string[];
  readonly rounds: number;
  /** How often each controller runs the trivial cell in a round. */
  readonly runs: number;
}

export interface Figures {
  readonly activationMs: number;
  readonly ownMs: readonly number[];
  readonly emptyMs: readonly number[];
  /** While the long cell ran; and while a shell did the same and the window had nothing to do, but as busy a machine. */
  readonly long: Span;
  readonly idle: Span;
}

export interface Span {
  /** By the clock. */
  readonly beganMs: number;
  readonly endedMs: number;
  /** The longest time in which the extension host could do nothing else. */
  readonly blockedMs: number;
}

export const ordersVariable = 'SPARKIFY_BENCH_ORDERS';
