import { createHmac, hash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Identity } from '../access/identity.ts';

type HashClass = ConstructorParameters<typeof SignatureV4>[0]['sha256'];
type Secret = string | ArrayBuffer | ArrayBufferView | undefined;

const nothing = new Uint8Array(0);

export const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * The SDK's signer takes its hash as a class; node:crypto's costs a fifth of the portable one. What is keyed with a text is
 * asked for again with every signature (it names the signing key) and is therefore remembered.
 */
function rememberingSha256(): HashClass {
  const known = new Map<string, Uint8Array>();
  return class Sha256 {
    readonly #secret: Secret;
    #data: Uint8Array = nothing;

    constructor(secret?: Secret) {
      this.#secret = secret;
    }

    update(data: Uint8Array): void {
      this.#data = this.#data.length === 0 ? data : Buffer.concat([this.#data, data]);
    }

    digest(): Promise<Uint8Array> {
      return Promise.resolve(this.#digest());
    }

    reset(): void {
      this.#data = nothing;
    }

    #digest(): Uint8Array {
      const secret = this.#secret;
      if (secret === undefined) return hash('sha256', this.#data, 'buffer');
      if (typeof secret !== 'string')
        return createHmac('sha256', secret as Uint8Array)
          .update(this.#data)
          .digest();
      const name = `${secret} ${this.#data.toString()}`;
      const digest = known.get(name) ?? createHmac('sha256', secret).update(this.#data).digest();
      known.set(name, digest);
      return digest;
    }
  };
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
  readonly date: Date;
  /** 20181112T130501Z */
  readonly stamp: string;
}

/**
 * Headers with an AWS signature. The canonical request is written here, because all of ours sign the same three or four
 * headers and the signer's general way costs twice as much as the whole rest of a request; key and signature are the signer's.
 */
export class RequestSigner {
  readonly #signer: SignatureV4;
  readonly #identity: Identity;
  readonly #region: string;
  #moment: Moment = momentOf(0);

  constructor(identity: Identity, region: string) {
    this.#identity = identity;
    this.#region = region;
    const { accessKeyId, secretAccessKey, sessionToken } = identity;
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    this.#signer = new SignatureV4({
      service: 's3',
      region,
      credentials,
      sha256: rememberingSha256(),
      uriEscapePath: false,
    });
  }

  /** All headers to send, names and values in turn; the host goes by itself. */
  async sign({ method, host, path, query, payloadHash, further }: ToSign, nowMs: number): Promise<string[]> {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#moment.second) this.#moment = momentOf(second);
    const { date, stamp } = this.#moment;
    const { accessKeyId, sessionToken } = this.#identity;
    const headers = ['x-amz-content-sha256', payloadHash, 'x-amz-date', stamp];
    if (sessionToken !== undefined) headers.push('x-amz-security-token', sessionToken);
    if (further) for (const [name, value] of Object.entries(further)) headers.push(name, value);

    const [lines, names] = canonicalHeaders(host, headers, further !== undefined);
    const canonical = `${method}\n${path}\n${query}\n${lines}\n${names}\n${payloadHash}`;
    const hashed = hash('sha256', canonical, 'hex');
    const scope = `${stamp.slice(0, 8)}/${this.#region}/s3/aws4_request`;
    const signature = await this.#signer.sign(`AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hashed}`, { signingDate: date });
    headers.push(
      'authorization',
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    );
    return headers;
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

function momentOf(second: number): Moment {
  const date = new Date(second * 1000);
  return { second, date, stamp: date.toISOString().replace(/[-:]|\.\d+/g, '') };
}
