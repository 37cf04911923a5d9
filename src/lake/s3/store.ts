import { createHash } from 'node:crypto';
import type { Access } from '../access/access.ts';
import type { Identity } from '../access/identity.ts';
import { Fault } from '../fault.ts';
import { encodeKey } from '../keys.ts';
import { type LakeOptions, type Timeouts, usualTimeouts } from '../options.ts';
import { persist, type Remedy, RetryBudget, type Retrying } from '../retry.ts';
import { Scope } from '../scope.ts';
import { type Address, addressOf, type Endpoint, pathOfBucket } from './address.ts';
import { Connections } from './connections.ts';
import type { WireRequest, WireResponse } from './exchange.ts';
import { faultOfAnswer } from './refusals.ts';
import { askRegion } from './region.ts';
import { emptyHash, RequestSigner } from './sign.ts';

export interface StoreRequest {
  readonly method: WireRequest['method'];
  /** Whole, with the lake's prefix; undefined for the bucket itself. */
  readonly key?: string | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Names in lower case, and values, in turn; not signed. */
  readonly headers?: readonly string[] | undefined;
  readonly signedHeaders?: Readonly<Record<string, string>> | undefined;
  readonly body?: Buffer | undefined;
  readonly expectedBytes?: number | undefined;
}

export interface StoreSettings {
  readonly bucket: string;
  readonly endpoint: Endpoint | undefined;
  readonly region: string | undefined;
  readonly pathStyle: LakeOptions['pathStyle'];
  readonly access: Access;
  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly retrying: Retrying;
}

/** One bucket: signs, sends, and mends what can be mended (clock, region, expired credentials). */
export class Store {
  readonly bucket: string;
  readonly budget = new RetryBudget();
  readonly retrying: Retrying;
  readonly access: Access;
  readonly #settings: StoreSettings;
  readonly #timeouts: Timeouts;
  #region: string | undefined;
  #address: Address;
  #connections: Connections;
  #signer: { readonly identity: Identity; readonly region: string; readonly sign: RequestSigner } | undefined;
  /** The store's clock less ours. */
  #clockOffsetMs = 0;
  #asking: Promise<void> | undefined;
  readonly #life = new Scope();
  readonly #retired: Connections[] = [];

  constructor(settings: StoreSettings) {
    this.#settings = settings;
    this.bucket = settings.bucket;
    this.access = settings.access;
    this.retrying = settings.retrying;
    this.#timeouts = { ...usualTimeouts, ...settings.timeouts };
    this.#region = settings.region ?? (settings.endpoint ? 'us-east-1' : undefined);
    this.#address = addressOf(this.bucket, this.#region, settings);
    this.#connections = new Connections(this.#address.origin, this.#timeouts);
  }

  get host(): string {
    return this.#address.host;
  }

  get region(): string | undefined {
    return this.#region;
  }

  /** Sends until it succeeds or the policy gives up. */
  request(request: StoreRequest, scope: Scope): Promise<WireResponse> {
    return this.persist(() => this.attempt(request, scope), scope);
  }

  persist<T>(attempt: () => Promise<T>, scope: Scope, onFault?: (fault: Fault, remedy: Remedy) => void): Promise<T> {
    const { retrying, budget } = this;
    return persist(attempt, { retrying, budget, scope, mend: fault => this.#mend(fault, scope), onFault });
  }

  /** Sends once: any answer but 2xx is a fault. */
  async attempt(request: StoreRequest, scope: Scope): Promise<WireResponse> {
    if (this.#region === undefined) await scope.during(this.#findRegion());
    const { host, base } = this.#address;
    const path = request.key === undefined ? pathOfBucket(base) : base + encodeKey(request.key);
    const query = request.query ? canonicalQuery(request.query) : '';
    const { renewals } = this.access;
    const headers = await this.#headers(request, host, path, query, scope);
    const { method, body, expectedBytes } = request;
    const wire = { method, path: query === '' ? path : `${path}?${query}`, headers, body, expectedBytes };
    const response = await this.#connections.send(wire, scope);
    if (response.status >= 200 && response.status < 300) return response;
    throw faultOfAnswer(response, renewals);
  }

  async #headers(request: StoreRequest, host: string, path: string, query: string, scope: Scope): Promise<string[]> {
    const known = this.access.identity();
    const identity = known instanceof Promise ? await scope.during(known) : known;
    const headers = identity
      ? await this.#sign(identity, request, host, path, query)
      : Object.entries(request.signedHeaders ?? {}).flat();
    if (request.headers) headers.push(...request.headers);
    return headers;
  }

  #sign(identity: Identity, { method, body, signedHeaders }: StoreRequest, host: string, path: string, query: string) {
    const region = this.#region!;
    if (this.#signer?.identity !== identity || this.#signer.region !== region) {
      this.#signer = { identity, region, sign: new RequestSigner(identity, region) };
    }
    const payloadHash = body === undefined ? emptyHash : createHash('sha256').update(body).digest('hex');
    const nowMs = this.retrying.now() + this.#clockOffsetMs;
    return this.#signer.sign.sign({ method, host, path, query, payloadHash, further: signedHeaders }, nowMs);
  }

  async #mend(fault: Fault, scope: Scope): Promise<boolean> {
    if (fault.kind === 'skewed') {
      if (fault.dateMs === undefined) return false;
      this.#clockOffsetMs = fault.dateMs - this.retrying.now();
      return true;
    }
    if (fault.kind === 'expired') return scope.during(this.access.renew(fault.renewals));
    const region = fault.region ?? (await this.#askRegion(scope));
    if (region === undefined) return false;
    this.#moveTo(region);
    return true;
  }

  #findRegion(): Promise<void> {
    this.#asking ??= this.persist(() => this.#askRegion(this.#life), this.#life)
      .then(region => this.#moveTo(region ?? 'us-east-1'))
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }

  async #askRegion(scope: Scope): Promise<string | undefined> {
    const { region, status } = await askRegion(this.#connections, this.#address.base, scope);
    if (status === 404) throw new Fault('noBucket', 'the store knows no such bucket', { status });
    return region;
  }

  #moveTo(region: string): void {
    if (region === this.#region) return;
    this.#region = region;
    this.#address = addressOf(this.bucket, region, this.#settings);
    if (this.#address.origin === this.#connections.origin) return;
    // Others may still be using these; idle ones end by themselves.
    this.#retired.push(this.#connections);
    this.#connections = new Connections(this.#address.origin, this.#timeouts);
  }

  async close(): Promise<void> {
    this.#life.stop();
    await Promise.all([...this.#retired, this.#connections].map(connections => connections.close()));
  }
}

/** Sorted and encoded, as it is both signed and sent. */
function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`)
    .join('&');
}

const encodePart = (text: string): string => encodeKey(text).replaceAll('/', '%2F');
