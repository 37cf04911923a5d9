import { createHash } from 'node:crypto';
import { Fault } from '../fault.ts';
import type { Scope } from '../scope.ts';
import { headerOf } from './exchange.ts';
import { faultOfAnswer } from './refusals.ts';
import type { Store } from './store.ts';
import { encodeEntities, fitsXml, textOfTag } from './xml.ts';

export interface Write {
  readonly store: Store;
  readonly scope: Scope;
}

const md5Base64 = (body: Buffer): string => createHash('md5').update(body).digest('base64');
const md5Hex = (body: Buffer): string => createHash('md5').update(body).digest('hex');

const typed = (contentType: string | undefined) => ({
  signedHeaders: contentType ? { 'content-type': contentType } : {},
});

export async function put({ store, scope }: Write, key: string, body: Buffer, contentType?: string): Promise<void> {
  await store.request({ method: 'PUT', key, body, ...typed(contentType) }, scope);
}

/** False when something was there already. */
export async function putIfAbsent(
  { store, scope }: Write,
  key: string,
  body: Buffer,
  contentType?: string,
): Promise<boolean> {
  const request = { method: 'PUT', key, body, headers: ['if-none-match', '*'], ...typed(contentType) } as const;
  let attempts = 0;
  try {
    await store.persist(() => {
      attempts += 1;
      return store.attempt(request, scope);
    }, scope);
    return true;
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'changed') throw error;
    // After an attempt whose answer was lost, what is there may be our own.
    return attempts > 1 && (await etagOf({ store, scope }, key)) === md5Hex(body);
  }
}

async function etagOf({ store, scope }: Write, key: string): Promise<string | undefined> {
  const { headers } = await store.request({ method: 'HEAD', key }, scope);
  return headerOf(headers, 'etag')?.replaceAll('"', '');
}

const batchSize = 1000;
/** Answers about single keys that another attempt may change. */
const passing = new Set(['InternalError', 'SlowDown', 'ServiceUnavailable', 'RequestTimeout']);

export async function remove({ store, scope }: Write, keys: readonly string[]): Promise<void> {
  const batched = keys.filter(fitsXml);
  for (let at = 0; at < batched.length; at += batchSize) {
    let batch: readonly string[] = batched.slice(at, at + batchSize);
    await store.persist(async () => {
      batch = await removeBatch({ store, scope }, batch);
      if (batch.length > 0) throw new Fault('busy', `${batch.length} objects were not deleted yet`);
    }, scope);
  }
  for (const key of keys) if (!fitsXml(key)) await store.request({ method: 'DELETE', key }, scope);
}

/** The keys that are worth another attempt. */
async function removeBatch({ store, scope }: Write, keys: readonly string[]): Promise<string[]> {
  const objects = keys.map(key => `<Object><Key>${encodeEntities(key)}</Key></Object>`).join('');
  const xml = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${objects}</Delete>`;
  const body = Buffer.from(xml);
  const signedHeaders = { 'content-md5': md5Base64(body), 'content-type': 'application/xml' };
  const response = await store.attempt({ method: 'POST', query: { delete: '' }, body, signedHeaders }, scope);
  const again: string[] = [];
  for (const [, error = ''] of response.body.toString().matchAll(/<Error>(.*?)<\/Error>/gs)) {
    const code = textOfTag(error, 'Code') ?? '';
    const key = textOfTag(error, 'Key') ?? '';
    if (code === 'NoSuchKey') continue;
    if (!passing.has(code))
      throw faultOfAnswer(
        { ...response, status: 403, body: Buffer.from(`<Error>${error}</Error>`) },
        store.access.renewals,
      );
    again.push(key);
  }
  return again;
}
