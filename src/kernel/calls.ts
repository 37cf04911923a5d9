import { type CancellationToken, ResponseError } from 'vscode-jsonrpc/node';
import { asSparkifyError, SparkifyError } from '../base/errors.ts';
import type { CallFailure } from './protocol.ts';

interface Call {
  stop(): void;
  fail(error: SparkifyError): void;
  answered: Promise<unknown>;
}

// JSON-RPC wants a number; which failure it is, `data.code` tells.
const failed = -32000;

const failureOf = ({ code, message, position }: SparkifyError) =>
  new ResponseError<CallFailure>(failed, message, { code, position });

/** What the kernel was asked and has not answered yet. */
export class Calls {
  readonly #underWay = new Set<Call>();
  readonly #onFault: (error: SparkifyError) => void;
  #isClosed = false;

  constructor(onFault: (error: SparkifyError) => void) {
    this.#onFault = onFault;
  }

  /** Does the work of a call: its signal follows the caller's token, and a failure becomes its answer. */
  async answer<R>(
    token: CancellationToken,
    work: (signal: AbortSignal) => R | Promise<R>,
  ): Promise<R | ResponseError<CallFailure>> {
    if (this.#isClosed)
      return failureOf(new SparkifyError('kernel.ended', 'The kernel is about to end; run the cell again.'));
    const stopping = new AbortController();
    const listening = token.onCancellationRequested(() => stopping.abort());
    if (token.isCancellationRequested) stopping.abort();
    const { call, answer } = begun(() => work(stopping.signal), stopping);
    this.#underWay.add(call);
    try {
      return await answer;
    } catch (cause) {
      const error = asSparkifyError(cause);
      if (error.code === 'internal' && !this.#isClosed) this.#onFault(error);
      return failureOf(error);
    } finally {
      listening.dispose();
      this.#underWay.delete(call);
    }
  }

  /** Takes no more, and cancels them all; over when they are answered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { stop } of this.#underWay) stop();
    await Promise.allSettled([...this.#underWay].map(({ answered }) => answered));
  }

  /** Takes no more, and answers them all with a fault that may concern any of them. */
  fail(error: SparkifyError): void {
    this.#isClosed = true;
    for (const { fail } of this.#underWay) fail(error);
  }
}

function begun<R>(work: () => R | Promise<R>, stopping: AbortController): { call: Call; answer: Promise<R> } {
  let fail: Call['fail'] = () => undefined;
  const answer = new Promise<R>((resolve, reject) => {
    fail = reject;
    Promise.resolve().then(work).then(resolve, reject);
  });
  return { call: { stop: () => stopping.abort(), fail, answered: answer }, answer };
}
