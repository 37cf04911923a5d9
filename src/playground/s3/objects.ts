import type { ObjectAttributes, ObjectInfo, StoredObject } from '../store/store.ts';
import { type Answer, S3Refusal, xmlAnswer } from './answer.ts';
import { type Call, headerOf } from './call.ts';
import { type Service, storeOf } from './service.ts';
import { textsOf, unescapeXml } from './xml.ts';

/** Serves HEAD as well: the server leaves out the body. */
export function getObject(call: Call, service: Service): Answer {
  const object = storeOf(service, call).get(call.key);
  if (!object) throw noSuchKey(call.key);
  const headers = headersOf(object);
  const isUnchanged = checkReadConditions(call, object);
  if (isUnchanged) return { status: 304, headers };
  const range = rangeIn(call.headers.range, object.size);
  if (!range) return { status: 200, headers, body: object.body };
  const contentRange = `bytes ${range.first}-${range.last}/${object.size}`;
  const body = object.body.subarray(range.first, range.last + 1);
  return { status: 206, headers: { ...headers, 'content-range': contentRange }, body };
}

export function putObject(call: Call, service: Service, body: Buffer): Answer {
  const store = storeOf(service, call);
  checkWriteConditions(call, store.get(call.key));
  const { etag } = store.put(call.key, body, attributesIn(call));
  return { status: 200, headers: { etag: `"${etag}"` } };
}

export function copyObject(call: Call, service: Service): Answer {
  const source = decodeURIComponent(headerOf(call, 'x-amz-copy-source') ?? '').replace(/^\//, '');
  const slash = source.indexOf('/');
  const [bucket, key] = [source.slice(0, slash), source.slice(slash + 1)];
  const object = storeOf(service, { bucket }).get(key);
  if (!object) throw noSuchKey(key);
  const store = storeOf(service, call);
  checkWriteConditions(call, store.get(call.key));
  const isReplacing = headerOf(call, 'x-amz-metadata-directive') === 'REPLACE';
  const copy = store.put(call.key, object.body, isReplacing ? attributesIn(call) : object.attributes);
  return xmlAnswer('CopyObjectResult', [
    ['ETag', `"${copy.etag}"`],
    ['LastModified', new Date(copy.modifiedMs).toISOString()],
  ]);
}

export function deleteObject(call: Call, service: Service): Answer {
  storeOf(service, call).delete(call.key);
  return { status: 204, headers: {} };
}

const mostKeysInDelete = 1000;

export function deleteObjects(call: Call, service: Service, body: Buffer): Answer {
  const store = storeOf(service, call);
  const xml = body.toString();
  const keys = textsOf(xml, 'Object').flatMap(object => textsOf(object, 'Key').map(unescapeXml));
  if (keys.length === 0 || keys.length > mostKeysInDelete) {
    throw new S3Refusal(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  }
  for (const key of keys) store.delete(key);
  const isQuiet = textsOf(xml, 'Quiet')[0] === 'true';
  return xmlAnswer('DeleteResult', isQuiet ? [] : keys.map(key => ['Deleted', [['Key', key]]]));
}

export function attributesIn(call: Call): ObjectAttributes {
  const encodings = (call.headers['content-encoding'] ?? '').split(',').map(encoding => encoding.trim());
  const contentEncoding = encodings.filter(encoding => encoding !== 'aws-chunked').join(',');
  const metadata = Object.entries(call.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return {
    contentType: call.headers['content-type'],
    contentEncoding: contentEncoding === '' ? undefined : contentEncoding,
    metadata: Object.fromEntries(metadata.map(([name, value]) => [name, String(value)])),
  };
}

function headersOf({ etag, modifiedMs, attributes }: StoredObject): Record<string, string> {
  return {
    etag: `"${etag}"`,
    'last-modified': new Date(modifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': attributes.contentType ?? 'binary/octet-stream',
    ...(attributes.contentEncoding === undefined ? {} : { 'content-encoding': attributes.contentEncoding }),
    ...attributes.metadata,
  };
}

/** True when the client has this object already. */
function checkReadConditions(call: Call, object: ObjectInfo): boolean {
  const { 'if-match': match, 'if-none-match': noneMatch } = call.headers;
  if (match !== undefined && !namesEtag(match, object.etag)) throw preconditionFailed('If-Match');
  return noneMatch !== undefined && namesEtag(noneMatch, object.etag);
}

export function checkWriteConditions(call: Call, present: ObjectInfo | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = call.headers;
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw new S3Refusal(501, 'NotImplemented', 'A write takes no If-None-Match but *.');
  }
  if (noneMatch === '*' && present) throw preconditionFailed('If-None-Match');
  if (match === undefined) return;
  if (!present) throw noSuchKey(call.key);
  if (!namesEtag(match, present.etag)) throw preconditionFailed('If-Match');
}

const namesEtag = (condition: string, etag: string): boolean =>
  condition.split(',').some(one => ['*', etag, `"${etag}"`].includes(one.trim()));

export const preconditionFailed = (condition: string): S3Refusal =>
  new S3Refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    details: [['Condition', condition]],
  });

export const noSuchKey = (key: string): S3Refusal =>
  new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.', { details: [['Key', key]] });

/** Undefined when none is asked for, or in a form that S3 does not know and therefore ignores. */
function rangeIn(header: string | undefined, size: number): { first: number; last: number } | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!parts || parts[0] === 'bytes=-') return undefined;
  const [from, to] = [parts[1]!, parts[2]!];
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first > last) {
    const message = 'The requested range is not satisfiable';
    throw new S3Refusal(416, 'InvalidRange', message, { headers: { 'content-range': `bytes */${size}` } });
  }
  return { first, last };
}
