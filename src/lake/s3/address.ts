import { SparkifyError } from '../../base/errors.ts';
import type { PathStyle } from '../options.ts';

/** Where the requests for one bucket go. */
export interface Address {
  readonly origin: string;
  readonly host: string;
  /** What stands before the key in the path: `/`, `/bucket/`, or with a path of the endpoint's own before it. */
  readonly base: string;
}

export interface Endpoint {
  readonly origin: string;
  readonly host: string;
  readonly path: string;
}

const awsHost = /(^|\.)amazonaws\.com(\.cn)?$/;
const regionalHost = /(?:^|\.)s3[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/;
const dnsBucket = /^[a-z0-9][a-z0-9-]*[a-z0-9]$/;

/** `localhost:9000`, `http://localhost:9000`, `https://project.example/storage/s3`. */
export function parseEndpoint(text: string): Endpoint {
  const whole = text.includes('://') ? text : `${/^(localhost|127\.|\[::1\])/.test(text) ? 'http' : 'https'}://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new SparkifyError(
      'usage.option',
      `The endpoint ${JSON.stringify(withoutUser(text))} is no web address: it has the form https://host:port.`,
    );
  }
  if (url.username || url.password) {
    throw new SparkifyError('usage.option', 'An endpoint holds no credentials: give --profile or AWS_* variables.');
  }
  return { origin: url.origin, host: url.host, path: url.pathname.replace(/\/+$/, '') };
}

const withoutUser = (text: string): string => text.replace(/[^/@]*@/, '');

const isAws = (endpoint: Endpoint | undefined): boolean => endpoint === undefined || awsHost.test(endpoint.host);

/** The region an AWS endpoint names. */
export const regionOfEndpoint = (endpoint: Endpoint | undefined): string | undefined =>
  endpoint && regionalHost.exec(endpoint.host)?.[1];

export function addressOf(
  bucket: string,
  region: string | undefined,
  { endpoint, pathStyle = 'auto' }: { endpoint?: Endpoint | undefined; pathStyle?: PathStyle | undefined },
): Address {
  const { origin, host, path } = endpoint ?? awsEndpoint(region);
  // A name with dots fits no wildcard certificate, and one with capitals no host name.
  const inPath = pathStyle === 'path' || (pathStyle === 'auto' && !(isAws(endpoint) && dnsBucket.test(bucket)));
  if (inPath) return { origin, host, base: `${path}/${bucket}/` };
  return { origin: origin.replace('://', `://${bucket}.`), host: `${bucket}.${host}`, base: `${path}/` };
}

function awsEndpoint(region: string | undefined): Endpoint {
  const tail = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const host = region === undefined ? `s3.${tail}` : `s3.${region}.${tail}`;
  return { origin: `https://${host}`, host, path: '' };
}

/** Of `/bucket/`, `/bucket`; of `/`, itself. */
export const pathOfBucket = (base: string): string => base.replace(/(.)\/$/, '$1');
