import { createHmac, hash } from 'node:crypto';
import { getSigningKey } from '@smithy/signature-v4';
import type { Identity } from '../access/identity.ts';

export const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What the SDK derives its key with: node:crypto's costs a fifth of the portable one. */
class HmacSha256 {
  readonly #secret: string | Uint8Array;
  #data: Uint8Array = Buffer.alloc(0);

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret as string | Uint8Array;
  }

  update(data: Uint8Array): void {
    this.#data = Buffer.concat([this.#data, data]);
  }

  async digest(): Promise<Uint8Array> {
    return createHmac('sha256', this.#secret).update(this.#data).digest();
  }

  reset(): void {
    this.#data = Buffer.alloc(0);
  }
}

export interface ToSign {
  readonly method: string;
  readonly host: string;
  /** As it goes over the wire. */
  readonly path: string;
  /** Sorted and encoded, as it goes over the wire; empty without one. */
  readonly query: string;
  readonly payloadHash: string;
  /** Further headers to be signed, names in lower case. */
  readonly further?: Readonly<Record<string, string>> | undefined;
}

interface Moment {
  readonly second: number;
  /** 20181112T130501Z */
  readonly stamp: string;
  readonly scope: string;
  readonly key: Uint8Array;
}

/**
 * Headers with an AWS signature. The key is the SDK's; what is signed is written here, because all of ours sign the same three
 * or four headers, and the SDK's general way costs twice as much as the whole rest of a request.
 */
export class RequestSigner {
  readonly #identity: Identity;
  readonly #region: string;
  #moment: Moment | undefined;

  constructor(identity: Identity, region: string) {
    this.#identity = identity;
    this.#region = region;
  }

  /** All headers to send, names and values in turn; the host goes by itself. */
  async sign(request: ToSign, nowMs: number): Promise<string[]> {
    const second = Math.floor(nowMs / 1000);
    let moment = this.#moment;
    // Waiting only once a second: every further step of waiting is felt in thousands of tiny requests.
    if (second !== moment?.second) {
      moment = await this.#momentAt(second, moment);
      this.#moment = moment;
    }
    return this.#signAt(moment, request);
  }

  #signAt({ stamp, scope, key }: Moment, { method, host, path, query, payloadHash, further }: ToSign): string[] {
    const { accessKeyId, sessionToken } = this.#identity;
    const headers = ['x-amz-content-sha256', payloadHash, 'x-amz-date', stamp];
    if (sessionToken !== undefined) headers.push('x-amz-security-token', sessionToken);
    if (further) for (const [name, value] of Object.entries(further)) headers.push(name, value);

    const [lines, names] = canonicalHeaders(host, headers, further !== undefined);
    const hashed = hash('sha256', `${method}\n${path}\n${query}\n${lines}\n${names}\n${payloadHash}`, 'hex');
    const signature = createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hashed}`).digest('hex');
    headers.push(
      'authorization',
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    );
    return headers;
  }

  async #momentAt(second: number, before: Moment | undefined): Promise<Moment> {
    const stamp = new Date(second * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
    const day = stamp.slice(0, 8);
    const scope = `${day}/${this.#region}/s3/aws4_request`;
    const { accessKeyId, secretAccessKey } = this.#identity;
    const isSameDay = before?.scope === scope;
    const key = isSameDay
      ? before.key
      : await getSigningKey(HmacSha256, { accessKeyId, secretAccessKey }, day, this.#region, 's3');
    return { second, stamp, scope, key };
  }
}

/** One line a header, and their names; `host` and the `x-amz-` ones are in order already. */
function canonicalHeaders(host: string, headers: readonly string[], unsorted: boolean): [string, string] {
  if (unsorted) return sortedHeaders(['host', host, ...headers]);
  let lines = `host:${host}\n`;
  let names = 'host';
  for (let i = 0; i < headers.length; i += 2) {
    lines += `${headers[i]}:${headers[i + 1]}\n`;
    names += `;${headers[i]}`;
  }
  return [lines, names];
}

function sortedHeaders(headers: readonly string[]): [string, string] {
  const pairs = Array.from({ length: headers.length / 2 }, (_, i) => [headers[2 * i]!, headers[2 * i + 1]!] as const);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = pairs.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}\n`);
  return [lines.join(''), pairs.map(([name]) => name).join(';')];
}
