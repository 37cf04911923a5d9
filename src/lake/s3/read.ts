import { constants } from 'node:buffer';
import { md5Of } from '../digest.ts';
import { Fault } from '../fault.ts';
import { gunzip } from '../gunzip.ts';
import type { Fetched, LakeObject } from '../lake.ts';
import type { Scope } from '../scope.ts';
import type { AdaptiveWindow } from '../window.ts';
import { headerOf, type WireResponse } from './exchange.ts';
import { listPage } from './list.ts';
import type { Store } from './store.ts';

/** How often an object may change under our eyes before that is called a failure. */
const mostChanges = 5;
const md5Etag = /^[0-9a-f]{32}$/;
const nothing = Buffer.alloc(0);

export interface Reading {
  readonly store: Store;
  readonly prefix: string;
  readonly window: AdaptiveWindow;
  readonly scope: Scope;
}

/** One object as it is now: checked, decompressed, or gone. */
export async function fetchObject(listed: LakeObject, reading: Reading): Promise<Fetched> {
  let object = listed;
  for (let changes = 0; ; changes++) {
    if (object.size > constants.MAX_LENGTH) {
      return { object, body: nothing, unreadable: `its ${object.size} bytes are more than can be held at once` };
    }
    try {
      return await fetchVersion(object, reading);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.kind === 'absent') return { object, gone: true };
      if (error.kind !== 'changed' || changes === mostChanges) throw error;
    }
    const now = await look(object, reading);
    if (now === undefined) return { object, gone: true };
    object = now;
  }
}

async function fetchVersion(object: LakeObject, reading: Reading): Promise<Fetched> {
  const { store, prefix, window, scope } = reading;
  let startedIn = window.generation;
  const headers = object.etag === undefined ? [] : ['if-match', `"${object.etag}"`];
  const request = { method: 'GET', key: prefix + object.key, headers, expectedBytes: object.size } as const;
  const fetched = await store.persist(
    async () => {
      startedIn = window.generation;
      const response = await store.attempt(request, scope);
      const checked = problemOf(object, response.body, response);
      const problem = checked instanceof Promise ? await checked : checked;
      if (problem === undefined) return contentOf(object, response);
      return (await unpacked(object, response)) ?? refuse(problem, object, reading);
    },
    scope,
    (_fault, { narrower }) => {
      if (narrower) window.narrow(startedIn, narrower);
    },
  );
  window.succeeded();
  return fetched;
}

/** Why these bytes are not the object that was listed. */
function problemOf(
  object: LakeObject,
  body: Buffer,
  { headers }: WireResponse,
): Fault | undefined | Promise<Fault | undefined> {
  const { size, etag } = object;
  if (body.length !== size) return new Fault('short', `it brought ${body.length} bytes where ${size} are listed`);
  if (etag === undefined) {
    const modified = Date.parse(headerOf(headers, 'last-modified') ?? '');
    // The header counts whole seconds.
    const same = Number.isNaN(modified) || Math.floor(modified / 1000) === Math.floor(object.modifiedMs / 1000);
    return same ? undefined : new Fault('altered', 'it was written after it was listed');
  }
  if (!md5Etag.test(etag)) return faultOfEtag(etag, headers);
  const md5 = md5Of(body);
  const compare = (found: string) => {
    if (found === etag) return undefined;
    if (!isEncrypted(headers)) return new Fault('altered', 'its bytes are not those its ETag promises');
    return faultOfEtag(etag, headers);
  };
  return typeof md5 === 'string' ? compare(md5) : md5.then(compare);
}

/** Where the ETag tells nothing of the bytes, it must at least be the listed one. */
function faultOfEtag(etag: string, headers: readonly Buffer[]): Fault | undefined {
  const told = headerOf(headers, 'etag')?.replaceAll('"', '') ?? etag;
  return told === etag ? undefined : new Fault('altered', 'it came with the ETag of something else');
}

/** With keys of one's own, or of KMS, an ETag looks like an MD5 and is none. */
const isEncrypted = (headers: readonly Buffer[]): boolean =>
  (headerOf(headers, 'x-amz-server-side-encryption') ?? 'AES256') !== 'AES256' ||
  headerOf(headers, 'x-amz-server-side-encryption-customer-algorithm') !== undefined;

function encodingsOf({ headers }: WireResponse): string[] {
  const header = headerOf(headers, 'content-encoding');
  if (header === undefined) return [];
  const encodings = header.split(',').map(encoding => encoding.trim().toLowerCase());
  return encodings.filter(encoding => !['', 'identity', 'aws-chunked'].includes(encoding));
}

function contentOf(object: LakeObject, response: WireResponse): Fetched | Promise<Fetched> {
  const encodings = encodingsOf(response);
  const strange = encodings.find(encoding => encoding !== 'gzip' && encoding !== 'x-gzip');
  if (strange) return { object, body: nothing, unreadable: `its Content-Encoding is ${strange}, which is not read` };
  if (encodings.length === 0 && !/\.gz$/i.test(object.key)) return { object, body: response.body };
  return gunzip(response.body).then(content => ({ object, body: nothing, ...content }));
}

/** Something between the store and us may have compressed it on the way; then what comes out is what was listed. */
async function unpacked(object: LakeObject, response: WireResponse): Promise<Fetched | undefined> {
  if (!encodingsOf(response).includes('gzip')) return undefined;
  const unzipped = await gunzip(response.body);
  if ('unreadable' in unzipped || (await problemOf(object, unzipped.body, response))) return undefined;
  return contentOf(object, { ...response, headers: [], body: unzipped.body });
}

/** Wrong bytes, or another version: a store that cannot do If-Match leaves us to find out. */
async function refuse(problem: Fault, object: LakeObject, reading: Reading): Promise<never> {
  const now = await look(object, reading);
  const isSame = now?.etag === object.etag && now?.size === object.size && now.modifiedMs === object.modifiedMs;
  throw isSame ? problem : new Fault('changed', 'it changed after it was listed');
}

/** What is there now, told as the listing tells it, so that the same version is known by the same words later. */
async function look(object: LakeObject, { store, prefix, scope }: Reading): Promise<LakeObject | undefined> {
  const query = { prefix: prefix + object.key, beneath: prefix.length, limit: 1 };
  const { objects } = await listPage(store, query, scope);
  return objects.find(one => one.key === object.key);
}
