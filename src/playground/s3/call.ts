import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { S3Refusal } from './answer.ts';

/** A request, read as far as its head. */
export interface Call {
  readonly method: string;
  /** As sent, still encoded, without the query. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** '' when the request is to the service itself. */
  readonly bucket: string;
  /** '' when the request is to the bucket. */
  readonly key: string;
}

const noQuery = new URLSearchParams();
const longestKeyBytes = 1024;

export function readCall({ method = 'GET', url = '/', headers }: IncomingMessage): Call {
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? noQuery : new URLSearchParams(url.slice(mark + 1));
  const path = decode(rawPath).slice(1);
  const host = /^(.+)\.localhost(?::\d+)?$/i.exec(headers.host ?? '');
  const slash = path.indexOf('/');
  const [bucket, key] = host
    ? [host[1]!, path]
    : slash < 0
      ? [path, '']
      : [path.slice(0, slash), path.slice(slash + 1)];
  if (Buffer.byteLength(key) > longestKeyBytes) throw new S3Refusal(400, 'KeyTooLongError', 'Your key is too long');
  return { method, rawPath, query, headers, bucket, key };
}

function decode(rawPath: string): string {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    throw new S3Refusal(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

export function headerOf(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
