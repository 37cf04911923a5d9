import type { Dispatcher } from 'undici';
import { cancelled } from '../../base/errors.ts';
import { Fault } from '../fault.ts';
import type { Timeouts } from '../options.ts';
import { faultOfConnection } from './connection-faults.ts';

export interface WireRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly headers: string[];
  readonly body?: Buffer | undefined;
  /** How long the body of the answer should be; more is a fault, and large ones are gathered without a second copy. */
  readonly expectedBytes?: number | undefined;
}

export interface WireResponse {
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly headers: readonly Buffer[];
  readonly body: Buffer;
}

export interface Outcome {
  done(response: WireResponse): void;
  failed(error: unknown): void;
}

const empty = Buffer.alloc(0);
const gatherFromBytes = 256 * 1024;

/** One request and its answer, with no stream in between: undici's leanest way. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly options: Dispatcher.DispatchOptions;
  readonly #timeouts: Timeouts;
  readonly #outcome: Outcome;
  readonly #expectedBytes: number | undefined;
  #abort: ((error?: Error) => void) | undefined;
  #over = false;
  #status = 0;
  #headers: readonly Buffer[] = [];
  #chunks: Buffer[] = [];
  #whole: Buffer | undefined;
  #receivedBytes = 0;

  constructor({ method, path, headers, body, expectedBytes }: WireRequest, timeouts: Timeouts, outcome: Outcome) {
    this.options = { method, path, headers, body: body ?? null };
    this.#expectedBytes = expectedBytes;
    this.#timeouts = timeouts;
    this.#outcome = outcome;
  }

  cancel(): void {
    this.#fail(cancelled());
    this.#abort?.();
  }

  onConnect(abort: (error?: Error) => void): void {
    if (this.#over) abort();
    else this.#abort = abort;
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.#headers = headers;
    this.#status = status;
    if (status === 200 && this.#expectedBytes !== undefined && this.#expectedBytes >= gatherFromBytes) {
      this.#whole = Buffer.allocUnsafeSlow(this.#expectedBytes);
    }
    return true;
  }

  onData(chunk: Buffer): boolean {
    const before = this.#receivedBytes;
    this.#receivedBytes += chunk.length;
    if (this.#status === 200 && this.#receivedBytes > this.#mostBytes) {
      this.#fail(new Fault('short', `it brought more than the ${this.#expectedBytes} bytes listed`));
      this.#abort?.();
      return false;
    }
    if (this.#whole) chunk.copy(this.#whole, before);
    else this.#chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    if (this.#over) return;
    this.#over = true;
    this.#outcome.done({ status: this.#status, headers: this.#headers, body: this.#body() });
  }

  onError(error: Error): void {
    this.#fail(faultOfConnection(error, this.#timeouts));
  }

  get #mostBytes(): number {
    if (this.#whole) return this.#whole.length;
    return this.#expectedBytes === undefined ? Number.POSITIVE_INFINITY : this.#expectedBytes + gatherFromBytes;
  }

  #body(): Buffer {
    if (this.#whole) return this.#whole.subarray(0, this.#receivedBytes);
    if (this.#chunks.length === 1) return this.#chunks[0]!;
    return this.#chunks.length === 0 ? empty : Buffer.concat(this.#chunks, this.#receivedBytes);
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#outcome.failed(error);
  }
}

/** The value of a header, whatever the case of its name. */
export function headerOf(headers: readonly Buffer[], name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) {
    const candidate = headers[i]!;
    if (candidate.length === name.length && candidate.toString('latin1').toLowerCase() === name) {
      return headers[i + 1]!.toString('latin1');
    }
  }
  return undefined;
}
