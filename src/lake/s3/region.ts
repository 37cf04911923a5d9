import type { Scope } from '../scope.ts';
import { pathOfBucket } from './address.ts';
import type { Connections } from './connections.ts';
import { headerOf } from './exchange.ts';

/** Every answer about a bucket tells its region, even a refusal; so the question needs no signature. */
export async function askRegion(
  connections: Connections,
  base: string,
  scope: Scope,
): Promise<{ readonly region: string | undefined; readonly status: number }> {
  const { status, headers } = await connections.send({ method: 'HEAD', path: pathOfBucket(base), headers: [] }, scope);
  return { region: headerOf(headers, 'x-amz-bucket-region'), status };
}
