import { once } from '../../base/once.ts';
import { findAccess, profileOf } from '../access/find.ts';
import type { Profile } from '../access/profile-files.ts';
import type { Lake } from '../lake.ts';
import type { LakeOptions } from '../options.ts';
import { usualRetrying } from '../retry.ts';
import type { LakeUri } from '../uri.ts';
import { type Endpoint, parseEndpoint, regionOfEndpoint } from './address.ts';
import { listBuckets } from './buckets.ts';
import { S3Lake } from './s3-lake.ts';
import { Store } from './store.ts';

export async function openS3Lake(uri: LakeUri & { readonly kind: 's3' }, options: LakeOptions): Promise<Lake> {
  const retrying = { ...usualRetrying, ...options.retrying };
  const profile = await profileOf(options);
  const endpoint = endpointOf(options, profile);
  const region = regionOf(options, profile, endpoint);
  const access = await findAccess(options, profile, retrying.now);
  const { pathStyle, timeouts } = options;
  const settings = { endpoint, region, pathStyle, access, timeouts, retrying };
  const store = new Store({ ...settings, bucket: uri.bucket });
  // Hundreds of requests may fail together for the want of one bucket.
  return new S3Lake(
    store,
    uri.prefix,
    once(() => listBuckets(settings)),
  );
}

/** The SDK's own names for it are heeded too. */
function endpointOf({ endpoint, env }: LakeOptions, { values }: Profile): Endpoint | undefined {
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true';
  const configured = ignored
    ? undefined
    : env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || values.get('endpoint_url');
  const text = endpoint ?? configured;
  return text ? parseEndpoint(text) : undefined;
}

/** Undefined where nobody says: then the bucket is asked. */
function regionOf(
  { region, env }: LakeOptions,
  { values }: Profile,
  endpoint: Endpoint | undefined,
): string | undefined {
  return (
    region ||
    regionOfEndpoint(endpoint) ||
    env.AWS_REGION ||
    env.AWS_DEFAULT_REGION ||
    values.get('region') ||
    undefined
  );
}
