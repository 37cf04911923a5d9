/**
 * The least that reading a lake can cost: list the keys, GET each with a signature over warm connections, throw the bytes away.
 * Usage: floor.ts ENDPOINT BUCKET (list | signed | unsigned) [CONNECTIONS]. Prints one JSON line; the seconds are those of the work alone.
 */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { Pool } from 'undici';

const [endpoint, bucket, what, connections = '64'] = process.argv.slice(2) as [string, string, string, string?];
const { hostname, port } = new URL(endpoint);
const host = `${hostname}:${port}`;
const width = Number(connections);
const pool = new Pool(endpoint, { connections: width, pipelining: 1 });

class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

const signer = new SignatureV4({
  service: 's3',
  region: 'us-east-1',
  credentials: { accessKeyId: 'playground', secretAccessKey: 'playground-secret' },
  sha256: Sha256,
  uriEscapePath: false,
});
const emptyHash = createHash('sha256').digest('hex');

async function headersFor(path: string, query: Record<string, string>): Promise<Record<string, string>> {
  const headers = { host, 'x-amz-content-sha256': emptyHash };
  const request = { method: 'GET', protocol: 'http:', hostname, port: Number(port), path, query, headers };
  return what === 'unsigned' ? { host } : (await signer.sign(request)).headers;
}

async function listPage(query: Record<string, string>): Promise<string> {
  const path = `/${bucket}`;
  const search = new URLSearchParams(query).toString();
  const { body, statusCode } = await pool.request({
    method: 'GET',
    path: `${path}?${search}`,
    headers: await headersFor(path, query),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(text);
  return text;
}

async function listUnder(prefix: string, keys: string[]): Promise<void> {
  for (let token = ''; ; ) {
    const page = await listPage({ 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) });
    for (const [, key] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) keys.push(key!);
    token = /<NextContinuationToken>([^<]*)</.exec(page)?.[1] ?? '';
    if (!token) return;
  }
}

async function prefixesUnder(prefix: string): Promise<string[]> {
  const page = await listPage({ 'list-type': '2', prefix, delimiter: '/' });
  return [...page.matchAll(/<CommonPrefixes><Prefix>([^<]*)</g)].map(([, found]) => found!);
}

/** Down to where there are enough prefixes to list in parallel. */
async function listAll(): Promise<string[]> {
  let prefixes = ['song_data/'];
  while (prefixes.length < 16) {
    const below = (await Promise.all(prefixes.map(prefixesUnder))).flat();
    if (below.length === 0) break;
    prefixes = below;
  }
  const keys: string[] = [];
  await Promise.all([...prefixes, 'log_data/'].map(prefix => listUnder(prefix, keys)));
  return keys;
}

async function get(keys: readonly string[]): Promise<number> {
  let bytes = 0;
  const next = keys.values();
  const worker = async () => {
    for (const key of next) {
      const path = `/${bucket}/${key}`;
      const { body, statusCode } = await pool.request({ method: 'GET', path, headers: await headersFor(path, {}) });
      const content = await body.arrayBuffer();
      if (statusCode !== 200) throw new Error(`${statusCode} for ${key}`);
      bytes += content.byteLength;
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return bytes;
}

const begun = performance.now();
const keys = await listAll();
const listedSeconds = (performance.now() - begun) / 1000;
const bytes = what === 'list' ? 0 : await get(keys);
const seconds = (performance.now() - begun) / 1000;
console.log(JSON.stringify({ objects: keys.length, bytes, listedSeconds, seconds }));
await pool.close();
