import type { buildConnector as Connector } from 'undici';
import buildConnector from 'undici/lib/core/connect.js';
import Client from 'undici/lib/dispatcher/client.js';
import { cancelled } from '../../base/errors.ts';
import type { Timeouts } from '../options.ts';
import type { Scope } from '../scope.ts';
import { Exchange, type WireRequest, type WireResponse } from './exchange.ts';

/**
 * Keep-alive connections to one origin, as many as are in use at once. A stack of single connections rather than a Pool,
 * which looks through all its members at every request.
 */
export class Connections {
  readonly origin: string;
  readonly #timeouts: Timeouts;
  readonly #connect: Connector.connector;
  readonly #free: Client[] = [];
  readonly #all = new Set<Client>();
  #closed = false;

  constructor(origin: string, timeouts: Timeouts) {
    this.origin = origin;
    this.#timeouts = timeouts;
    // One connector for all, so that they share TLS sessions.
    this.#connect = buildConnector({ timeout: timeouts.connectMs });
  }

  send(request: WireRequest, scope: Scope): Promise<WireResponse> {
    return new Promise((resolve, reject) => {
      if (scope.stopped || this.#closed) return reject(cancelled());
      const client = this.#free.pop() ?? this.#open();
      const stop = () => {
        this.#all.delete(client);
        exchange.cancel();
        void client.destroy();
      };
      const exchange = new Exchange(request, this.#timeouts, {
        done: response => {
          scope.remove(stop);
          this.#release(client);
          resolve(response);
        },
        failed: error => {
          scope.remove(stop);
          this.#release(client);
          reject(error);
        },
      });
      scope.add(stop);
      client.dispatch(exchange.options, exchange);
    });
  }

  #open(): Client {
    const { stallMs } = this.#timeouts;
    const client = new Client(this.origin, {
      connect: this.#connect,
      pipelining: 1,
      headersTimeout: stallMs,
      bodyTimeout: stallMs,
    });
    this.#all.add(client);
    return client;
  }

  #release(client: Client): void {
    if (this.#all.has(client)) this.#free.push(client);
  }

  /** Ends every connection; what is under way fails as cancelled. */
  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#all];
    this.#all.clear();
    this.#free.length = 0;
    await Promise.all(all.map(client => client.destroy()));
  }
}
