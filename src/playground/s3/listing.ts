import { compareKeys, keyAfter, keyPastPrefix } from '../store/keys.ts';
import type { ObjectInfo, ObjectStore } from '../store/store.ts';
import { type Answer, S3Refusal, xmlAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { type Service, storeOf } from './service.ts';
import type { XmlContent } from './xml.ts';

interface Page {
  readonly objects: readonly ObjectInfo[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix on the page. */
  readonly last: string | undefined;
  /** Where the next page begins; undefined when this is the last. */
  readonly next: string | undefined;
}

export function listObjectsV2(call: Call, service: Service): Answer {
  const asked = whatIsAsked(call, service);
  const token = call.query.get('continuation-token') ?? undefined;
  const startAfter = call.query.get('start-after') ?? undefined;
  const from = token !== undefined ? readToken(token) : startAfter === undefined ? '' : keyAfter(startAfter);
  const page = takePage(storeOf(service, call), from, asked);
  return xmlAnswer('ListBucketResult', [
    ...describePage(call, asked, page),
    ['KeyCount', page.objects.length + page.prefixes.length],
    ['StartAfter', startAfter && asked.encode(startAfter)],
    ['ContinuationToken', token],
    ['NextContinuationToken', page.next === undefined ? undefined : Buffer.from(page.next).toString('base64')],
  ]);
}

export function listObjects(call: Call, service: Service): Answer {
  const asked = whatIsAsked(call, service);
  const marker = call.query.get('marker') ?? '';
  // A marker that is a common prefix stands for everything beneath it.
  const isPrefix = asked.delimiter !== '' && marker.startsWith(asked.prefix) && marker.endsWith(asked.delimiter);
  const from = isPrefix && marker !== asked.prefix ? (keyPastPrefix(marker) ?? keyAfter(marker)) : keyAfter(marker);
  const page = takePage(storeOf(service, call), marker === '' ? '' : from, asked);
  return xmlAnswer('ListBucketResult', [
    ...describePage(call, asked, page),
    ['Marker', asked.encode(marker)],
    ['NextMarker', page.next === undefined || page.last === undefined ? undefined : asked.encode(page.last)],
  ]);
}

interface Asked {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  readonly encoding: 'url' | undefined;
  encode(text: string): string;
}

function whatIsAsked({ query }: Call, service: Service): Asked {
  const encoding = query.get('encoding-type') ?? undefined;
  if (encoding !== undefined && encoding !== 'url') throw invalid('Invalid Encoding Method specified in Request');
  const maxKeys = Number(query.get('max-keys') || service.maxKeys);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw invalid('Provided max-keys not an integer or within integer range');
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: Math.min(maxKeys, service.maxKeys),
    encoding,
    encode: encoding === 'url' ? encodeKey : text => text,
  };
}

const invalid = (message: string): S3Refusal => new S3Refusal(400, 'InvalidArgument', message);

// S3 writes a space as `+` here, and leaves slashes as they are.
const encodeKey = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64');
  if (token === '' || key.toString('base64') !== token) throw invalid('The continuation token provided is incorrect');
  return key.toString();
}

/** Walks the keys once, and leaps over everything that a common prefix stands for. */
function takePage(store: ObjectStore, fromKey: string, { prefix, delimiter, maxKeys }: Asked): Page {
  const objects: ObjectInfo[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  let from: string | undefined = compareKeys(fromKey, prefix) < 0 ? prefix : fromKey;
  while (from !== undefined && maxKeys > 0) {
    const walk: Iterable<ObjectInfo> = store.list(from);
    from = undefined;
    for (const object of walk) {
      if (!object.key.startsWith(prefix)) break;
      if (objects.length + prefixes.length === maxKeys) return { objects, prefixes, last, next: object.key };
      const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
      if (end >= 0) {
        last = object.key.slice(0, end + delimiter.length);
        prefixes.push(last);
        from = keyPastPrefix(last);
        break;
      }
      objects.push(object);
      last = object.key;
    }
  }
  return { objects, prefixes, last, next: undefined };
}

function describePage(call: Call, asked: Asked, page: Page): (readonly [string, XmlContent])[] {
  const { encode } = asked;
  return [
    ['Name', call.bucket],
    ['Prefix', encode(asked.prefix)],
    ['Delimiter', asked.delimiter === '' ? undefined : encode(asked.delimiter)],
    ['MaxKeys', asked.maxKeys],
    ['EncodingType', asked.encoding],
    ['IsTruncated', page.next !== undefined],
    ...page.objects.map(object => ['Contents', describe(object, encode)] as const),
    ...page.prefixes.map(prefix => ['CommonPrefixes', [['Prefix', encode(prefix)]]] as const),
  ];
}

const describe = ({ key, modifiedMs, etag, size }: ObjectInfo, encode: Asked['encode']): XmlContent => [
  ['Key', encode(key)],
  ['LastModified', new Date(modifiedMs).toISOString()],
  ['ETag', `"${etag}"`],
  ['Size', size],
  ['StorageClass', 'STANDARD'],
];
