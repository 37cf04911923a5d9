import type { LakeObject } from '../lake.ts';
import { decodeEntities, textOfTag } from './xml.ts';

export interface ListingPage {
  readonly objects: LakeObject[];
  /** Whole. */
  readonly prefixes: string[];
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
}

/**
 * Reads a ListObjectsV2 answer, undefined where it is none or not whole. Keys are cut to what follows the first `beneath`
 * characters, and one that ends there is no object beneath. Texts are taken out of the buffer rather than
 * cut from one long string, which every key would keep alive.
 */
export function readListing(body: Buffer, beneath: number): ListingPage | undefined {
  const text = body.toString('latin1');
  if (!text.includes('<ListBucketResult') || !/<\/ListBucketResult>\s*$/.test(text.slice(-64))) return undefined;
  const decode = text.includes('<EncodingType>url</EncodingType>') ? decodeUrl : decodeEntities;
  const reader = { body, text, decode, beneath };
  const next = textOfTag(text, 'IsTruncated') === 'true' ? textOfTag(text, 'NextContinuationToken') : undefined;
  try {
    return { objects: readObjects(reader), prefixes: readPrefixes(reader), next };
  } catch (error) {
    // A key that is not encoded as the answer says.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

interface Reader {
  readonly body: Buffer;
  /** The same as latin1: one character a byte, so that positions agree. */
  readonly text: string;
  readonly decode: (text: string) => string;
  readonly beneath: number;
}

function readObjects({ body, text, decode, beneath }: Reader): LakeObject[] {
  const objects: LakeObject[] = [];
  const textAt = (tag: string, from: number, to: number): [number, number] | undefined => {
    const open = text.indexOf(tag, from);
    if (open < 0 || open >= to) return undefined;
    const start = open + tag.length;
    return [start, text.indexOf('<', start)];
  };
  for (let at = text.indexOf('<Contents>'); at >= 0; ) {
    const end = text.indexOf('</Contents>', at);
    const keyAt = textAt('<Key>', at, end);
    const key = keyAt && decode(body.toString('utf8', ...keyAt));
    const size = textAt('<Size>', at, end);
    const modified = textAt('<LastModified>', at, end);
    const etag = textAt('<ETag>', at, end);
    if (key && size && key.length > beneath) {
      objects.push({
        key: beneath === 0 ? key : key.slice(beneath),
        size: Number(text.slice(...size)),
        etag: etag && bareEtag(body.toString('latin1', ...etag)),
        modifiedMs: modified ? timeOf(text, ...modified) : 0,
      });
    }
    at = text.indexOf('<Contents>', end);
  }
  return objects;
}

function readPrefixes({ body, text, decode }: Reader): string[] {
  const prefixes: string[] = [];
  const tag = '<Prefix>';
  for (let at = text.indexOf('<CommonPrefixes>'); at >= 0; at = text.indexOf('<CommonPrefixes>', at + 1)) {
    const start = text.indexOf(tag, at) + tag.length;
    prefixes.push(decode(body.toString('utf8', start, text.indexOf('<', start))));
  }
  return prefixes;
}

/** `encoding-type=url` writes a space as a plus, and a plus as %2B. */
export function decodeUrl(text: string): string {
  const encoded = decodeEntities(text);
  if (!encoded.includes('%') && !encoded.includes('+')) return encoded;
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}

function bareEtag(text: string): string | undefined {
  const bare = text.replaceAll('&quot;', '').replaceAll('"', '');
  return bare === '' ? undefined : bare;
}

/** Of `2018-11-12T13:05:01.000Z`, which Date.parse reads ten times slower. */
function timeOf(text: string, start: number, end: number): number {
  const digits = (from: number, count: number): number => {
    let value = 0;
    for (let i = start + from; i < start + from + count; i++) value = value * 10 + text.charCodeAt(i) - 48;
    return value;
  };
  if (end - start !== 24 && end - start !== 20) return Date.parse(text.slice(start, end)) || 0;
  const ms = end - start === 24 ? digits(20, 3) : 0;
  return Date.UTC(digits(0, 4), digits(5, 2) - 1, digits(8, 2), digits(11, 2), digits(14, 2), digits(17, 2), ms);
}
